import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute, withTexts } from '@/lib';

const TEXTS = ['pools'];

const component = lazyRouteComponent(
  withTexts(() => import('./Pools'), ...TEXTS),
  'Pools',
);

/** What lies in a pool; beneath it, a pool's rules and caps, and what will be recycled. */
export const routes = ['/pools', '/pools/$part'].map((path) =>
  createRoute({ getParentRoute: () => shellRoute, path, validateSearch: listState, component }),
);
