/** The parts of a customer's page; each has an address. */
export const TABS = [
  'timeline',
  'contacts',
  'orders',
  'value',
  'file',
  'files',
  'relations',
  'facts',
] as const;
export type Tab = (typeof TABS)[number];
