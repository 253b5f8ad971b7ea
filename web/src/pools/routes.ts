import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute, withTexts } from '@/lib';

const TEXTS = ['pools'];

const component = lazyRouteComponent(
  withTexts(() => import('./Pools'), ...TEXTS),
  'Pools',
);

const at = <const Path extends string>(path: Path) =>
  createRoute({ getParentRoute: () => shellRoute, path, validateSearch: listState, component });

/** What lies in a pool, the rules and caps of it, and what will be recycled. */
export const routes = [at('/pools'), at('/pools/$part'), at('/pools/$part/$page')] as const;
