import type { Ref } from '@/api';

/** What the timeline tells of the account itself: made, given to another owner, trashed, restored. */
export type Told = { name: string; user?: Ref | null; from?: Ref | null; to?: Ref | null };

/** The text for it, and what fills its holes. A change of owner names both, as far as there are two. */
export function wordsOf({ name, from, to }: Told): { key: string; holes: Record<string, string> } {
  if (name !== 'account.owner_changed' || (!from && !to)) return { key: name, holes: {} };
  if (from && to) return { key: 'owner_from_to', holes: { from: from.name, to: to.name } };
  return to
    ? { key: 'owner_to', holes: { to: to.name } }
    : { key: 'owner_from', holes: { from: from?.name ?? '' } };
}
