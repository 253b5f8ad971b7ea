import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute, withTexts } from '@/lib';

/** Whose texts this page speaks. */
const TEXTS = ['start', 'interactions', 'demo'];

const startRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(
    withTexts(() => import('./StartPage'), ...TEXTS),
    'StartPage',
  ),
});

export const routes = [startRoute] as const;
