import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const contactsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./ContactList'), 'ContactList'),
});

const trashRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/trash',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./ContactTrash'), 'ContactTrash'),
});

const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/new',
  validateSearch: (search: Record<string, unknown>): { account?: string } => ({
    account: typeof search.account === 'string' ? search.account : undefined,
  }),
  component: lazyRouteComponent(() => import('./ContactForm'), 'ContactForm'),
});

const contactRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/$id',
  component: lazyRouteComponent(() => import('./ContactShow'), 'ContactShow'),
});

const editRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/$id/edit',
  component: lazyRouteComponent(() => import('./ContactForm'), 'ContactForm'),
});

export const routes = [contactsRoute, trashRoute, newRoute, contactRoute, editRoute] as const;
