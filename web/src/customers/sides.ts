const KINDS = ['supplies', 'branch_of', 'refers', 'parent_of'] as const;
/** Each relation is read from this account: forwards or turned round. */
export const SIDES = KINDS.flatMap((kind) => [
  { kind, side: 'from' as const, key: kind },
  { kind, side: 'to' as const, key: `${kind}_back` },
]);
