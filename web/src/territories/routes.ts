import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute, withTexts } from '@/lib';

/** Whose texts this page speaks. */
const TEXTS = ['territories', 'customers'];

const territoriesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/territories',
  component: lazyRouteComponent(
    withTexts(() => import('./TerritoriesPage'), ...TEXTS),
    'TerritoriesPage',
  ),
});

export const settingsRoutes = [territoriesRoute] as const;
