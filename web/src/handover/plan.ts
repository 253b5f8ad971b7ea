import type { Ref, Schema } from '@/api';

/** Who takes what, as the form holds it. */
export type Plan = {
  /** Whether the customers are spread over several colleagues. */
  spread: boolean;
  among: Ref[];
  /** Whoever takes what nobody else takes. */
  successor: Ref | null;
  chosen: { account: Ref | null; to: Ref | null }[];
  /** Whether what fits a rule of assignment goes to its people first. */
  by_territory: boolean;
  visits: boolean;
};

export const NO_PLAN: Plan = {
  spread: false,
  among: [],
  successor: null,
  chosen: [],
  by_territory: false,
  visits: true,
};

/** What is still to be said, by the name of its text; nothing when the plan can be looked at. */
export function whatIsMissing(plan: Plan, leaver: string): string | null {
  const all = [plan.successor, ...(plan.spread ? plan.among : []), ...plan.chosen.map(({ to }) => to)];
  if (all.some((each) => each?.id === leaver)) return 'leaver_takes';
  if (!plan.successor) return 'no_successor';
  if (plan.spread && plan.among.length === 0) return 'nobody_to_spread';
  if (plan.chosen.some(({ account, to }) => !account || !to)) return 'chosen_half';
  return null;
}

/** The plan on its way to the server. */
export function sent({ spread, among, successor, chosen, by_territory, visits }: Plan): Schema<'HandOver'> {
  const exceptions = chosen.flatMap(({ account, to }) =>
    account && to ? [{ account_ids: [account.id], to_id: to.id }] : [],
  );
  return {
    successor_id: successor?.id ?? '',
    among: spread ? among.map(({ id }) => id) : [],
    exceptions,
    by_territory,
    visits,
  };
}
