import type { Sort } from './sorts';

/** What tells a record from others of its kind, as it is asked for. */
export type Facts = { name: string; accounts?: { account_id: string }[] } & Record<string, unknown>;

const ASKED: Record<Sort, string[]> = {
  account: ['also_known_as', 'kind', 'region', 'address', 'phone', 'credit_code'],
  contact: ['mobile', 'phone', 'email', 'wechat'],
};

/** By these something is found without a name. */
const MARKS = ['phone', 'credit_code', 'mobile', 'email', 'wechat'];

/** One character is like too much. */
const SHORTEST_NAME = 2;

function told(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** The same of a record and of the form in which one is made or changed. */
export function factsOf(sort: Sort, values: Record<string, unknown>): Facts {
  const facts: Facts = { name: told(values.name) };
  for (const key of ASKED[sort]) if (told(values[key])) facts[key] = told(values[key]);
  if (sort === 'contact' && Array.isArray(values.accounts)) {
    const places = values.accounts as ({ account?: { id: string } | null } | undefined)[];
    facts.accounts = places.flatMap((place) => (place?.account ? [{ account_id: place.account.id }] : []));
  }
  return facts;
}

export function isWorthAsking(facts: Facts): boolean {
  return facts.name.length >= SHORTEST_NAME || MARKS.some((mark) => facts[mark]);
}
