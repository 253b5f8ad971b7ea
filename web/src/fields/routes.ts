import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute, withTexts } from '@/lib';

/** Whose texts these pages speak. */
const TEXTS = ['fields', 'customers', 'contacts', 'interactions', 'orders', 'staff'];

const fieldsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/fields',
  component: lazyRouteComponent(
    withTexts(() => import('./FieldsPage'), ...TEXTS),
    'FieldsPage',
  ),
});

export const settingsRoutes = [fieldsRoute] as const;
