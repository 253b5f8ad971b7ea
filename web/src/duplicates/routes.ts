import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute, withTexts } from '@/lib';

/** Whose texts these pages speak. */
const TEXTS = ['duplicates', 'customers', 'contacts'];

/** Both read their addresses themselves: who looks at other pages need not know how. */
const duplicatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/duplicates',
  component: lazyRouteComponent(
    withTexts(() => import('./DuplicateList'), ...TEXTS),
    'DuplicateList',
  ),
});

const mergeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/duplicates/merge',
  component: lazyRouteComponent(
    withTexts(() => import('./MergePage'), ...TEXTS),
    'MergePage',
  ),
});

export const routes = [duplicatesRoute, mergeRoute] as const;
