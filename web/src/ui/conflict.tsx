import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, type Row } from '@/api';
import { shared, toast, useShared } from '@/lib';
import { type Clash, meet } from './changes';
import type { FormValues } from './RecordForm';

export type ConflictField = { key: string; label: string; show: (value: unknown) => ReactNode };
export type AskedConflict = Clash & {
  id: number;
  fields: ConflictField[];
  /** The fields that were theirs after all; nothing where the person goes back to the form. */
  answer: (theirs: string[] | null) => void;
};

const asked = shared<AskedConflict[]>([]);
let count = 0;

const ConflictDialog = lazy(() =>
  import('./ConflictDialog').then((file) => ({ default: file.ConflictDialog })),
);

/** Mounted once by the app: what was edited may be gone from the screen when the question comes. */
export function ConflictHost() {
  const now = useShared(asked)[0];
  return <Suspense>{now && <ConflictDialog key={now.id} asked={now} />}</Suspense>;
}

/** One question after the other: who edits quickly in a list may meet several. */
function ask(fields: ConflictField[], clash: Clash): Promise<string[] | null> {
  return new Promise((resolve) => {
    count += 1;
    const id = count;
    const answer = (theirs: string[] | null) => {
      asked.write(asked.read().filter((each) => each.id !== id));
      resolve(theirs);
    };
    asked.write([...asked.read(), { ...clash, id, fields, answer }]);
  });
}

export type Conflict = {
  /** How the fields are called and shown; a field that two people can change has to be among them. */
  fields: ConflictField[];
  /** The record as it is now, in the form of the values that are edited. */
  toValues: (row: Row) => FormValues;
};

type Change<T> = Conflict & {
  original: FormValues;
  mine: FormValues;
  version: number | undefined;
  /** Sends `values`, of which what differs from `original` is the change. */
  send: (values: FormValues, original: FormValues, version: number | undefined) => Promise<T>;
};

/**
 * Saves a change that was made against a version. Where somebody else was first, a person says for each field that both
 * changed whose value stays; what they did not both change is kept without asking. Answers nothing when the person
 * would rather go on editing.
 */
export function useConflict() {
  const { t } = useTranslation('ui');
  return async <T,>(made: Change<T>): Promise<{ saved: T; values: FormValues } | null> => {
    let { original, mine, version } = made;
    for (;;) {
      try {
        return { saved: await made.send(mine, original, version), values: mine };
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 412 || !error.current) throw error;
        // What the form does not show it cannot change: it is as it was.
        const theirs = { ...original, ...made.toValues(error.current) };
        const { merged, contested } = meet({ original, mine, theirs });
        const fields = made.fields.filter(({ key }) => contested.includes(key));
        if (fields.length > 0) {
          const given = await ask(fields, { original, mine, theirs });
          if (!given) return null;
          for (const key of given) merged[key] = theirs[key];
        } else toast(t('ui:conflict.merged'));
        mine = merged;
        original = theirs;
        version = error.current.version;
      }
    }
  };
}
