import type { Condition, Filter, Ref } from '@/api';
import { ACTIVE } from './portfolio';

/** The rows that a number is made of: a list, and what is asked of it. */
export type Rows = {
  list: 'accounts' | 'orders' | 'interactions';
  search: { filter?: Filter; sort: string; columns?: string };
};

/** The first and the last day: both belong to it. */
export type Days = [from: string, until: string];

const ACCOUNT_COLUMNS = ['name', 'channel_kind', 'owner'];

function accounts(filter: Filter | undefined, sort: string, columns: string[]): Rows {
  const search = { sort, columns: [...ACCOUNT_COLUMNS, ...columns].join(',') };
  return { list: 'accounts', search: filter ? { filter, ...search } : search };
}

/** All accounts, those first that have most of the first of these fields. */
export function accountsBy(field: string, ...more: string[]): Rows {
  return accounts(undefined, `-${field}`, [field, ...more]);
}

/** Accounts with an order in 12 months for which this holds too. */
export function buyersWith(conditions: Condition[], field: string, ...more: string[]): Rows {
  const filter = conditions.length > 0 ? { all: [ACTIVE, ...conditions] } : ACTIVE;
  return accounts(filter, `-${field}`, [field, ...more]);
}

/** Active accounts whose service costs more than their margin. */
export function atALoss(): Rows {
  const below: Condition = { field: 'contribution_12m', op: 'lt', value: 0 };
  return accounts({ all: [ACTIVE, below] }, 'contribution_12m', [
    'contribution_12m',
    'margin_12m',
    'service_12m',
    'net_sales_12m',
  ]);
}

/** Accounts that ordered first in a month, `2026-11`. */
export function firstOrderedIn(month: string): Rows {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const days: Condition = {
    field: 'first_order_on',
    op: 'between',
    value: [`${month}-01`, `${month}-${last}`],
  };
  return accounts(days, 'first_order_on', ['first_order_on', 'last_order_on', 'order_count', 'net_sales']);
}

function rowsOf(account: Ref, conditions: Condition[]): Filter {
  return { all: [{ field: 'account', op: 'in', value: [account.id] }, ...conditions] };
}

/** An account's orders: all of them, or those of some days for which this holds too. */
export function ordersOf(account: Ref, days?: Days, also: Condition[] = []): Rows {
  const within: Condition[] = days ? [{ field: 'ordered_on', op: 'between', value: days }] : [];
  return { list: 'orders', search: { filter: rowsOf(account, [...within, ...also]), sort: '-ordered_on' } };
}

const MARGIN_COLUMNS = 'account,ordered_on,number,kind,net,goods,margin,cost_source';

/** The same orders, with what their goods cost and what is left of each. */
export function marginsOf(account: Ref, days: Days, also: Condition[] = []): Rows {
  const { list, search } = ordersOf(account, days, also);
  return { list, search: { ...search, columns: MARGIN_COLUMNS } };
}

/** Orders that do not say what their goods cost: the usual margin is taken. */
export const BY_SHARE: Condition = { field: 'cost_source', op: 'in', value: ['share'] };

/** As the server counts them when it reckons what serving costs: every other channel is a message. */
const CHANNELS: Record<string, Condition> = {
  visit: { field: 'channel', op: 'in', value: ['visit'] },
  call: { field: 'channel', op: 'in', value: ['phone', 'mobile', 'call_centre'] },
  message: { field: 'channel', op: 'not_in', value: ['visit', 'phone', 'mobile', 'call_centre'] },
};

/** An account's contacts of some days: of one kind of service, or of all. */
export function contactsOf(account: Ref, days: Days, kind?: string): Rows {
  const channel = kind ? CHANNELS[kind] : undefined;
  const made: Condition = { field: 'at', op: 'between', value: days };
  return {
    list: 'interactions',
    search: { filter: rowsOf(account, channel ? [made, channel] : [made]), sort: '-at' },
  };
}
