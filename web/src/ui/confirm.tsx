import { lazy, Suspense, useSyncExternalStore } from 'react';

export type Question = { title: string; text?: string; yes: string; danger?: boolean };
export type Asked = Question & { answer: (yes: boolean) => void };

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function change(next: Asked | null) {
  asked = next;
  for (const listener of listeners) listener();
}

/** Asks before what cannot be undone. What can be undone is done at once, with `toast(…, {action: undo})`. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    change({
      ...question,
      answer: (yes) => {
        change(null);
        resolve(yes);
      },
    });
  });
}

const ConfirmDialog = lazy(() => import('./ConfirmDialog').then((file) => ({ default: file.ConfirmDialog })));

/** Mounted once by the app: shows the question asked by `confirm`. */
export function ConfirmHost() {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
  return <Suspense>{now && <ConfirmDialog asked={now} />}</Suspense>;
}
