import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute, withTexts } from '@/lib';

/** Whose texts these pages speak. */
const TEXTS = ['value', 'customers'];

const valueRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/value',
  component: lazyRouteComponent(
    withTexts(() => import('./ValuePage'), ...TEXTS),
    'ValuePage',
  ),
});

const objectivesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/objectives',
  component: lazyRouteComponent(
    withTexts(() => import('./ObjectivesPage'), ...TEXTS),
    'ObjectivesPage',
  ),
});

/** Reads its address itself: who looks at other pages need not know how. */
const portfolioRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/portfolio',
  component: lazyRouteComponent(
    withTexts(() => import('./PortfolioPage'), ...TEXTS),
    'PortfolioPage',
  ),
});

export const routes = [valueRoute, portfolioRoute, objectivesRoute] as const;
