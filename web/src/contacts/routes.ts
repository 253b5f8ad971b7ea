import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute, withTexts } from '@/lib';

/** Whose texts these pages speak. */
const TEXTS = ['contacts', 'interactions', 'follows'];

const contactsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts',
  validateSearch: listState,
  component: lazyRouteComponent(
    withTexts(() => import('./ContactList'), ...TEXTS),
    'ContactList',
  ),
});

const trashRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/trash',
  validateSearch: listState,
  component: lazyRouteComponent(
    withTexts(() => import('./ContactTrash'), ...TEXTS),
    'ContactTrash',
  ),
});

const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/new',
  validateSearch: (search: Record<string, unknown>): { account?: string } => ({
    account: typeof search.account === 'string' ? search.account : undefined,
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./ContactForm'), ...TEXTS),
    'ContactForm',
  ),
});

const contactRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/$id',
  component: lazyRouteComponent(
    withTexts(() => import('./ContactShow'), ...TEXTS),
    'ContactShow',
  ),
});

const editRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/$id/edit',
  component: lazyRouteComponent(
    withTexts(() => import('./ContactForm'), ...TEXTS),
    'ContactForm',
  ),
});

export const routes = [contactsRoute, trashRoute, newRoute, contactRoute, editRoute] as const;
