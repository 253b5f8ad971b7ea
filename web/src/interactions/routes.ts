import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const interactionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/interactions',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./InteractionList'), 'InteractionList'),
});

const tasksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./TaskList'), 'TaskList'),
});

export const routes = [interactionsRoute, tasksRoute] as const;
