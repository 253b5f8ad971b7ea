import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const ordersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./OrderList'), 'OrderList'),
});

export const routes = [ordersRoute] as const;
