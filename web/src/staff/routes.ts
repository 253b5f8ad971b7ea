import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listState, rootRoute, shellRoute } from '@/lib';

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./SetupPage'), 'SetupPage'),
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({
    // Only a path of this site: `//elsewhere` would be an open redirect.
    next: typeof search.next === 'string' && /^\/(?!\/|\\)/.test(search.next) ? search.next : undefined,
  }),
  component: lazyRouteComponent(() => import('./LoginPage'), 'LoginPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitations/$token',
  component: lazyRouteComponent(() => import('./InvitationPage'), 'InvitationPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/users',
  validateSearch: listState,
  component: lazyRouteComponent(() => import('./UserList'), 'UserList'),
});

/** Pages without the shell: nobody is signed in yet. */
export const plainRoutes = [setupRoute, loginRoute, invitationRoute] as const;
export const routes = [usersRoute] as const;
