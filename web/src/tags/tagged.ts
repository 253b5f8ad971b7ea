import type { Grant } from '@/api';

/** The lists whose tags can be put in order, with the object of their rights. */
const TAGGED = [
  { list: 'accounts', object: 'account' },
  { list: 'contacts', object: 'contact' },
] as const;

export type TaggedList = (typeof TAGGED)[number]['list'];

/** Those of which somebody may change every record: a tag is on records of whomever. */
export function tagged(grants: Grant[]): TaggedList[] {
  const may = (object: string) =>
    grants.some((grant) => grant.object === object && grant.action === 'change' && grant.scope === 'all');
  return TAGGED.filter(({ object }) => may(object)).map(({ list }) => list);
}
