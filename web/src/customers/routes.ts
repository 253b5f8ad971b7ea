import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute, withTexts } from '@/lib';
import { BASES, type Basis } from './cross';
import { TABS, type Tab } from './tabs';

/** Whose texts these pages speak. */
const TEXTS = ['customers', 'contacts', 'interactions', 'orders', 'follows'];

const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: listState,
  component: lazyRouteComponent(
    withTexts(() => import('./AccountList'), ...TEXTS),
    'AccountList',
  ),
});

const trashRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/trash',
  validateSearch: listState,
  component: lazyRouteComponent(
    withTexts(() => import('./AccountTrash'), ...TEXTS),
    'AccountTrash',
  ),
});

const crossRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/cross',
  validateSearch: (search: Record<string, unknown>): { rows?: Basis; columns?: Basis } => ({
    rows: BASES.find((basis) => basis === search.rows),
    columns: BASES.find((basis) => basis === search.columns),
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./AccountCross'), ...TEXTS),
    'AccountCross',
  ),
});

const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/new',
  component: lazyRouteComponent(
    withTexts(() => import('./AccountForm'), ...TEXTS),
    'AccountForm',
  ),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: Tab; episode?: string } => ({
    tab: TABS.find((tab) => tab === search.tab && tab !== 'timeline'),
    episode: typeof search.episode === 'string' ? search.episode : undefined,
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./AccountShow'), ...TEXTS),
    'AccountShow',
  ),
});

const editRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/$id/edit',
  component: lazyRouteComponent(
    withTexts(() => import('./AccountForm'), ...TEXTS),
    'AccountForm',
  ),
});

export const routes = [accountsRoute, trashRoute, crossRoute, newRoute, accountRoute, editRoute] as const;
