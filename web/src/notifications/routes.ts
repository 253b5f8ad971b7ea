import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute, withTexts } from '@/lib';

/** Whose texts this page speaks. */
const TEXTS = ['notifications'];

const preferencesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/notifications',
  component: lazyRouteComponent(
    withTexts(() => import('./PreferencesPage'), ...TEXTS),
    'PreferencesPage',
  ),
});

export const settingsRoutes = [preferencesRoute] as const;
