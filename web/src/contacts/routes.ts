import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, shellRoute } from '@/lib';

const contactsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./ContactList'), 'ContactList'),
});

export const routes = [contactsRoute] as const;
