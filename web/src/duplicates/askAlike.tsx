import { Problem } from '@/api';
import { shared, useShared } from '@/lib';
import { AlikeDialog } from './AlikeDialog';
import type { Sort } from './sorts';
import type { Found } from './types';

type Asked = { found: Found; answer: (yes: boolean) => void };

const asked = shared<Asked | null>(null);

/** Whether what was refused because it is there already is to be made all the same: the form on the page asks. */
export async function isMadeAnyway(error: unknown): Promise<boolean> {
  if (!(error instanceof Problem) || error.code !== 'duplicate' || !error.found) return false;
  const found = error.found as Found;
  return new Promise((resolve) => {
    asked.write({
      found,
      answer: (yes) => {
        asked.write(null);
        resolve(yes);
      },
    });
  });
}

/** Asks in the form that was refused. */
export function AskAlike({ sort }: { sort: Sort }) {
  const now = useShared(asked);
  if (!now) return null;
  return (
    <AlikeDialog
      sort={sort}
      found={now.found}
      onAllow={() => now.answer(true)}
      onClose={() => now.answer(false)}
    />
  );
}
