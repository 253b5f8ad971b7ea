import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const ordersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./OrderList'), 'OrderList'),
});

const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders/new',
  validateSearch: (search: Record<string, unknown>): { account?: string } => ({
    account: typeof search.account === 'string' ? search.account : undefined,
  }),
  component: lazyRouteComponent(() => import('./OrderForm'), 'OrderForm'),
});

export const routes = [ordersRoute, newRoute] as const;
