import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute, withTexts } from '@/lib';

/** Whose texts these pages speak: what lies in a pool are customers, and a rule speaks of their fields. */
const TEXTS = ['pools', 'customers', 'value'];

const poolsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pools',
  validateSearch: (search: Record<string, unknown>) => ({
    ...listState(search),
    pool: typeof search.pool === 'string' ? search.pool : undefined,
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./PoolPage'), ...TEXTS),
    'PoolPage',
  ),
});

const keepingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pools/$id',
  component: lazyRouteComponent(
    withTexts(() => import('./PoolKeeping'), ...TEXTS),
    'PoolKeeping',
  ),
});

const warningsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/recycling',
  component: lazyRouteComponent(
    withTexts(() => import('./WarningList'), 'pools'),
    'WarningList',
  ),
});

export const routes = [poolsRoute, keepingRoute, warningsRoute] as const;
