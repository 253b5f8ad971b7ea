import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute, withTexts } from '@/lib';

/** Whose texts these pages speak. */
const TEXTS = ['orders'];

const ordersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders',
  validateSearch: listState,
  component: lazyRouteComponent(
    withTexts(() => import('./OrderList'), ...TEXTS),
    'OrderList',
  ),
});

const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders/new',
  validateSearch: (search: Record<string, unknown>): { account?: string } => ({
    account: typeof search.account === 'string' ? search.account : undefined,
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./OrderForm'), ...TEXTS),
    'OrderForm',
  ),
});

export const routes = [ordersRoute, newRoute] as const;
