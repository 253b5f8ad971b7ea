import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const interactionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/interactions',
  validateSearch: (search: Record<string, unknown>) => ({
    ...listState(search),
    log: search.log === 'visit' || search.log === 'log' ? search.log : undefined,
  }),
  component: lazyRouteComponent(() => import('./InteractionList'), 'InteractionList'),
});

const tasksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): { create?: boolean } => ({
    create: search.create === true || search.create === 'true' ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./TaskBoard'), 'TaskBoard'),
});

const allTasksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks/all',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./TaskList'), 'TaskList'),
});

export const routes = [interactionsRoute, tasksRoute, allTasksRoute] as const;
