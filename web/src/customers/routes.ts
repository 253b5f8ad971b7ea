import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const TABS = ['timeline', 'contacts', 'orders', 'relations', 'facts'] as const;
type Tab = (typeof TABS)[number];

const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./AccountList'), 'AccountList'),
});

const trashRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/trash',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./AccountTrash'), 'AccountTrash'),
});

const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/new',
  component: lazyRouteComponent(() => import('./AccountForm'), 'AccountForm'),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: Tab } => ({
    tab: TABS.find((tab) => tab === search.tab && tab !== 'timeline'),
  }),
  component: lazyRouteComponent(() => import('./AccountShow'), 'AccountShow'),
});

const editRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/$id/edit',
  component: lazyRouteComponent(() => import('./AccountForm'), 'AccountForm'),
});

export const routes = [accountsRoute, trashRoute, newRoute, accountRoute, editRoute] as const;
