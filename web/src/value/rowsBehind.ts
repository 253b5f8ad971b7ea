import type { Condition, Filter, Ref } from '@/api';
import { ACTIVE } from './portfolio';

/** The first and the last day: both belong to it. */
export type Days = [from: string, until: string];

const ACCOUNT_COLUMNS = ['name', 'channel_kind', 'owner'];

/** Of `search` of a link to the account list: these accounts, the first by this field, with what is told of them. */
function accounts(filter: Filter | undefined, sort: string, columns: string[]) {
  return { filter, sort, columns: [...ACCOUNT_COLUMNS, ...columns].join(',') } as never;
}

/** Accounts with an order in 12 months, those first that have most of it. */
export function buyersBy(field: string, more: string[] = [], also: Condition[] = []) {
  const filter = also.length > 0 ? { all: [ACTIVE, ...also] } : ACTIVE;
  return accounts(filter, `-${field}`, [...new Set([field, ...more])]);
}

/** All accounts, those first that have most of it. */
export function accountsBy(field: string, more: string[] = []) {
  return accounts(undefined, `-${field}`, [...new Set([field, ...more])]);
}

/** Active accounts whose service costs more than their margin. */
export function atALoss() {
  const below: Condition = { field: 'contribution_12m', op: 'lt', value: 0 };
  return accounts({ all: [ACTIVE, below] }, 'contribution_12m', [
    'contribution_12m',
    'margin_12m',
    'service_12m',
    'net_sales_12m',
  ]);
}

/** Accounts that ordered first in a month, `2026-11`. */
export function firstOrderedIn(month: string) {
  const [year = 0, number = 1] = month.split('-').map(Number);
  // The day before the first of the next month.
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const days: Condition = {
    field: 'first_order_on',
    op: 'between',
    value: [`${month}-01`, `${month}-${last}`],
  };
  return accounts(days, 'first_order_on', ['first_order_on', 'last_order_on', 'order_count', 'net_sales']);
}

function rowsOf(account: Ref, list: Condition[]) {
  return { all: [{ field: 'account', op: 'in', value: [account.id] } satisfies Condition, ...list] };
}

/** An account's orders: all of them, or those of some days. */
export function ordersOf(account: Ref, days?: Days) {
  const within: Condition[] = days ? [{ field: 'ordered_on', op: 'between', value: days }] : [];
  return { filter: rowsOf(account, within), sort: '-ordered_on' } as never;
}

/** As the server counts them when it reckons what serving costs: every other channel is a message. */
const CHANNELS: Record<string, Condition> = {
  visit: { field: 'channel', op: 'in', value: ['visit'] },
  call: { field: 'channel', op: 'in', value: ['phone', 'mobile', 'call_centre'] },
  message: { field: 'channel', op: 'not_in', value: ['visit', 'phone', 'mobile', 'call_centre'] },
};

/** An account's contacts of one kind of service, or of all. */
export function contactsOf(account: Ref, days: Days, kind?: string) {
  const made: Condition[] = [{ field: 'at', op: 'between', value: days }];
  const channel = kind ? CHANNELS[kind] : undefined;
  return { filter: rowsOf(account, channel ? [...made, channel] : made), sort: '-at' } as never;
}
