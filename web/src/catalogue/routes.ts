import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute, withTexts } from '@/lib';

/** Whose texts this page speaks. */
const TEXTS = ['catalogue'];

const productsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/products',
  validateSearch: listState,
  component: lazyRouteComponent(
    withTexts(() => import('./ProductList'), ...TEXTS),
    'ProductList',
  ),
});

export const routes = [productsRoute] as const;
