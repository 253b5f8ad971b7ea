import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute, withTexts } from '@/lib';

/** Whose texts this page speaks. */
const TEXTS = ['layouts', 'customers', 'contacts', 'follows', 'interactions', 'orders'];

const layoutsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/layouts',
  component: lazyRouteComponent(
    withTexts(() => import('./LayoutPage'), ...TEXTS),
    'LayoutPage',
  ),
});

export const settingsRoutes = [layoutsRoute] as const;
