import { useQuery } from '@tanstack/react-query';
import { type Filter, keys, type Money, type Page, type Ref, type Row, readPage, useListInfo } from '@/api';
import { ME } from '@/ui';

export type AccountRow = Row & {
  name: string;
  owner: Ref | null;
  last_contact_on: string | null;
  next_step_on: string | null;
  days_silent: number | null;
  /** For those who may see orders. */
  net_sales?: Money | null;
};

/** Whose day the start page shows: one's own, or that of everybody whom one's rights reach. */
export type Whose = 'mine' | 'team';

const ROWS = 6;
const COLUMNS = ['name', 'owner', 'last_contact_on', 'next_step_on', 'days_silent'];
export const OWN: Filter = { field: 'owner', op: 'in', value: [ME] };

/** The first few of the list of customers. Beneath the list's own key, so that live updates read it again. */
function useFirst(filter: Filter | undefined, sort: string, enabled: boolean) {
  const info = useListInfo('accounts');
  const seesPaid = info.data?.fields.some(({ key }) => key === 'net_sales');
  const columns = seesPaid ? [...COLUMNS, 'net_sales'] : COLUMNS;
  const params = { filter, sort, columns, limit: ROWS, count: 'none' as const };
  return useQuery({
    queryKey: [...keys.list('accounts', params), 'first'],
    queryFn: ({ signal }): Promise<Page<AccountRow>> => readPage<AccountRow>('accounts', params, signal),
    enabled: enabled && !info.isPending,
  });
}

/**
 * Whose customers are asked for is what is shown. Who has not said it is shown the own ones, or, owning none, all that they
 * may see.
 */
export function useMyAccounts(enabled: boolean, asked: Whose | null) {
  const own = useFirst(OWN, '-last_contact_on', enabled);
  const ownsNone = own.data?.items.length === 0;
  const whose: Whose = asked ?? (ownsNone ? 'team' : 'mine');
  const mine = whose === 'mine';
  const ownSilent = useFirst(OWN, '-days_silent', own.isSuccess && mine);
  const all = useFirst(undefined, '-last_contact_on', own.isSuccess && (!mine || ownsNone));
  const allSilent = useFirst(undefined, '-days_silent', own.isSuccess && !mine);
  return {
    whose,
    recent: mine ? own : all,
    silent: mine ? ownSilent : allSilent,
    /** One owns none. */
    ownsNone,
    /** There is none that one may see. */
    none: ownsNone && all.data?.items.length === 0,
  };
}
