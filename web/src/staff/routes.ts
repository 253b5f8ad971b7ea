import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { meQuery } from '@/api';
import { listState, rootRoute, settingsRoute, shellRoute, withTexts } from '@/lib';

/** Whose texts these pages speak. */
const TEXTS = ['staff', 'demo', 'handover'];

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(
    withTexts(() => import('./SetupPage'), ...TEXTS),
    'SetupPage',
  ),
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({
    // Only a path of this site: `//elsewhere` would be an open redirect.
    next: typeof search.next === 'string' && /^\/(?!\/|\\)/.test(search.next) ? search.next : undefined,
  }),
  // Whoever is signed in has no use for it. What was known of them may be older than the end of their session.
  beforeLoad: async ({ context, search }) => {
    const me = await context.client.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined);
    if (me) throw redirect({ href: search.next ?? '/' });
  },
  component: lazyRouteComponent(
    withTexts(() => import('./LoginPage'), ...TEXTS),
    'LoginPage',
  ),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitations/$token',
  component: lazyRouteComponent(
    withTexts(() => import('./InvitationPage'), ...TEXTS),
    'InvitationPage',
  ),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/password-resets/$token',
  component: lazyRouteComponent(
    withTexts(() => import('./ResetPage'), ...TEXTS),
    'ResetPage',
  ),
});

const invitationsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/users/invitations',
  component: lazyRouteComponent(
    withTexts(() => import('./settings/InvitationsPage'), ...TEXTS),
    'InvitationsPage',
  ),
});

const usersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/users',
  validateSearch: listState,
  component: lazyRouteComponent(
    withTexts(() => import('./settings/UsersPage'), ...TEXTS),
    'UsersPage',
  ),
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile' as string });
  },
});

const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/profile',
  component: lazyRouteComponent(
    withTexts(() => import('./settings/ProfilePage'), ...TEXTS),
    'ProfilePage',
  ),
});

const securityRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/security',
  component: lazyRouteComponent(
    withTexts(() => import('./settings/SecurityPage'), ...TEXTS),
    'SecurityPage',
  ),
});

const tokensRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/tokens',
  component: lazyRouteComponent(
    withTexts(() => import('./settings/TokensPage'), ...TEXTS),
    'TokensPage',
  ),
});

const workspaceRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/workspace',
  component: lazyRouteComponent(
    withTexts(() => import('./settings/WorkspacePage'), ...TEXTS),
    'WorkspacePage',
  ),
});

const teamsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/teams',
  component: lazyRouteComponent(
    withTexts(() => import('./settings/TeamsPage'), ...TEXTS),
    'TeamsPage',
  ),
});

const rolesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/roles',
  component: lazyRouteComponent(
    withTexts(() => import('./settings/RolesPage'), ...TEXTS),
    'RolesPage',
  ),
});

/** Pages without the shell: nobody is signed in yet. */
export const plainRoutes = [setupRoute, loginRoute, invitationRoute, resetRoute] as const;
export const routes = [homeRoute] as const;
export const settingsRoutes = [
  usersRoute,
  invitationsRoute,
  profileRoute,
  securityRoute,
  tokensRoute,
  workspaceRoute,
  teamsRoute,
  rolesRoute,
] as const;
