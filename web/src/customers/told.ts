import type { Ref } from '@/api';

/** What the timeline tells of the account itself: made, given to another owner, shared, trashed, restored, merged, parted. */
export type Told = {
  name: string;
  user?: Ref | null;
  from?: Ref | null;
  to?: Ref | null;
  /** The account that became part of it, or that was parted from it, and the merge. */
  merged?: Ref | null;
  merge?: string | null;
  /** What a review has come to, and why. */
  result?: string | null;
  reason?: string | null;
  /** The colleague or the unit that it is shared with. */
  with?: Ref | null;
  /** The territory that gave it to somebody, and the facts by which it did, as they were. */
  territory?: Ref | null;
  facts?: Record<string, unknown> | null;
};

/**
 * The text for it, and what fills its holes. A change of owner names both, as far as there are two; a merge the other
 * account, and of that it is told on its own page that it is its own again.
 */
export function wordsOf(
  { name, from, to, merged, with: other, territory, facts }: Told,
  account?: string,
): { key: string; holes: Record<string, string> } {
  if (merged && merged.id !== account) return { key: `${name}_with`, holes: { name: merged.name } };
  if (other) return { key: `${name}_with`, holes: { name: other.name } };
  if (territory && to) {
    const known = Object.values(facts ?? {}).flatMap((fact) => (typeof fact === 'string' ? [fact] : []));
    const holes = { rule: territory.name, to: to.name };
    return known.length > 0
      ? { key: 'owner_by_rule', holes: { ...holes, facts: known.join('、') } }
      : { key: 'owner_by_last_rule', holes };
  }
  if (name !== 'account.owner_changed' || (!from && !to)) return { key: name, holes: {} };
  if (from && to) return { key: 'owner_from_to', holes: { from: from.name, to: to.name } };
  return to
    ? { key: 'owner_to', holes: { to: to.name } }
    : { key: 'owner_from', holes: { from: from?.name ?? '' } };
}
