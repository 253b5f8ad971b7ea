import { lazy } from 'react';

export { useOrderItem } from './useOrderItem';

/** Comes when it is looked at: no page of customers waits for it. */
export const AccountOrders = lazy(() =>
  import('./AccountOrders').then((file) => ({ default: file.AccountOrders })),
);
