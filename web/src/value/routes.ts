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

export const routes = [valueRoute, objectivesRoute] as const;
