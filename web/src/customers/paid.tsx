import type { ReactNode } from 'react';
import { Money } from '@/ui';
import type { Account } from './types';

/** What an account has paid, by field: nothing for those who may not see its orders. */
export function paid(account: Account): [string, ReactNode][] {
  return (['net_sales', 'net_sales_12m'] as const).flatMap((key): [string, ReactNode][] =>
    account[key] ? [[key, <Money key={key} value={account[key]} />]] : [],
  );
}
