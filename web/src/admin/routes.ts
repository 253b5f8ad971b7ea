import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const jobsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./JobList'), 'JobList'),
});

export const routes = [jobsRoute] as const;
