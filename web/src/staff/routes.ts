import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
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
  component: lazyRouteComponent(() => import('./settings/UsersPage'), 'UsersPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile' as string });
  },
});

const profileRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/profile',
  component: lazyRouteComponent(() => import('./settings/ProfilePage'), 'ProfilePage'),
});

const securityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/security',
  component: lazyRouteComponent(() => import('./settings/SecurityPage'), 'SecurityPage'),
});

const tokensRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/tokens',
  component: lazyRouteComponent(() => import('./settings/TokensPage'), 'TokensPage'),
});

const workspaceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/workspace',
  component: lazyRouteComponent(() => import('./settings/WorkspacePage'), 'WorkspacePage'),
});

const teamsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/teams',
  component: lazyRouteComponent(() => import('./settings/TeamsPage'), 'TeamsPage'),
});

const rolesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/roles',
  component: lazyRouteComponent(() => import('./settings/RolesPage'), 'RolesPage'),
});

/** Pages without the shell: nobody is signed in yet. */
export const plainRoutes = [setupRoute, loginRoute, invitationRoute] as const;
export const routes = [
  usersRoute,
  settingsRoute,
  profileRoute,
  securityRoute,
  tokensRoute,
  workspaceRoute,
  teamsRoute,
  rolesRoute,
] as const;
