import { useSearch } from '@tanstack/react-router';
import { type Sort, sortOf } from './sorts';
import { CERTAINTIES, type Certainty } from './types';

/** Which pairs are shown: all of it stands in the address. */
export type Shown = { kind: Sort; certainty?: Certainty; dismissed: boolean };

export function useShown(): Shown {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  return {
    kind: sortOf(search.kind) ?? 'account',
    certainty: CERTAINTIES.find((certainty) => certainty === search.certainty),
    dismissed: search.dismissed === true,
  };
}

/** Which two are merged, the one that stays first. */
export type Two = { kind: Sort; kept?: string; merged?: string };

export function useTwo(): Two {
  const { kind, kept, merged } = useSearch({ strict: false }) as Record<string, unknown>;
  const id = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
  return { kind: sortOf(kind) ?? 'account', kept: id(kept), merged: id(merged) };
}
