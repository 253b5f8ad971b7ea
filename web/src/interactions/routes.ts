import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute, withTexts } from '@/lib';

/** Whose texts these pages speak. */
const TEXTS = ['interactions'];

const interactionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/interactions',
  validateSearch: (search: Record<string, unknown>) => ({
    ...listState(search),
    log: search.log === 'visit' || search.log === 'log' ? search.log : undefined,
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./InteractionList'), ...TEXTS),
    'InteractionList',
  ),
});

const tasksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): { create?: boolean } => ({
    create: search.create === true || search.create === 'true' ? true : undefined,
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./TaskBoard'), ...TEXTS),
    'TaskBoard',
  ),
});

const allTasksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks/all',
  validateSearch: listState,
  component: lazyRouteComponent(
    withTexts(() => import('./TaskList'), ...TEXTS),
    'TaskList',
  ),
});

export const routes = [interactionsRoute, tasksRoute, allTasksRoute] as const;
