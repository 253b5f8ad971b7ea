import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./AccountList'), 'AccountList'),
});

export const routes = [accountsRoute] as const;
