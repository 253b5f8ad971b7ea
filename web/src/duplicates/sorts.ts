/** The kinds of record that may be there twice. */
export const SORTS = ['account', 'contact'] as const;
export type Sort = (typeof SORTS)[number];

/** As the API calls their lists. */
export const LIST_OF = { account: 'accounts', contact: 'contacts' } as const;

export function sortOf(value: unknown): Sort | undefined {
  return SORTS.find((sort) => sort === value);
}
