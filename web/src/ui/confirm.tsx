import { lazy, Suspense } from 'react';
import { shared, useShared } from '@/lib';

export type Question = { title: string; text?: string; yes: string; danger?: boolean };
export type Asked = Question & { answer: (yes: boolean) => void };

const asked = shared<Asked | null>(null);

/** Asks before what cannot be undone. What can be undone is done at once, with `toast(…, {action: undo})`. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    asked.write({
      ...question,
      answer: (yes) => {
        asked.write(null);
        resolve(yes);
      },
    });
  });
}

const ConfirmDialog = lazy(() => import('./ConfirmDialog').then((file) => ({ default: file.ConfirmDialog })));

/** Mounted once by the app: shows the question asked by `confirm`. */
export function ConfirmHost() {
  const now = useShared(asked);
  return <Suspense>{now && <ConfirmDialog asked={now} />}</Suspense>;
}
