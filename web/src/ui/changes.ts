import type { FormValues } from './RecordForm';

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Only what differs from the start: a merge patch must not overwrite a colleague's other fields. */
export function changedKeys<T extends FormValues>(initial: Partial<T>, now: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(now).filter(([key, value]) => !same(value, initial[key])),
  ) as Partial<T>;
}

/** What two people made of the same record, and what it was before. */
export type Clash = { original: FormValues; mine: FormValues; theirs: FormValues };

/** What only they changed is theirs; what only I changed is mine; what both changed otherwise is contested. */
export function meet({ original, mine, theirs }: Clash): { merged: FormValues; contested: string[] } {
  const merged = { ...mine };
  const contested: string[] = [];
  for (const key of Object.keys(mine)) {
    if (same(mine[key], original[key])) merged[key] = theirs[key];
    else if (!same(theirs[key], original[key]) && !same(theirs[key], mine[key])) contested.push(key);
  }
  return { merged, contested };
}
