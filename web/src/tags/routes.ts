import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute, withTexts } from '@/lib';

/** Whose texts this page speaks. */
const TEXTS = ['tags', 'customers', 'contacts'];

const tagsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/tags',
  component: lazyRouteComponent(
    withTexts(() => import('./TagsPage'), ...TEXTS),
    'TagsPage',
  ),
});

export const settingsRoutes = [tagsRoute] as const;
