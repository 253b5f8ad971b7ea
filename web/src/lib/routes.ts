import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { type Grant, meQuery, Problem, setupQuery } from '@/api';
import { may } from './me';
import { setZone } from './zone';

export type RouterContext = { client: QueryClient };

export const rootRoute = createRootRouteWithContext<RouterContext>()();

/**
 * Every signed-in page hangs beneath this route: `getParentRoute: () => shellRoute`.
 * Nobody is signed in on a fresh server either, so a 401 first asks whether it still wants its first administrator.
 */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      const { user, workspace } = await context.client.ensureQueryData(meQuery);
      setZone(user.time_zone || workspace.time_zone, workspace.time_zone);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      const setup = await context.client.fetchQuery(setupQuery);
      if (setup.open) throw redirect({ to: '/setup' as string });
      throw redirect({ to: '/login' as string, search: { next: location.href } as never });
    }
  },
});

/** Every settings page hangs beneath this route, which shows beside it what else there is to set. */
export const settingsRoute = createRoute({ getParentRoute: () => shellRoute, id: 'settings-frame' });

/** A page of the menu. `object` hides it from people who may read nothing of it. */
export type MenuEntry = {
  to: string;
  /** Text key with namespace: `customers:menu`. */
  label: string;
  icon: React.ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
  /** Pages that belong to it though their addresses do not lie below its own. */
  also?: string[];
  object?: string;
  /** Who sees it, where reading `object` is not what decides. */
  shown?: (grants: Grant[]) => boolean;
  /** The second key after `g`: `g a` goes to accounts. */
  key: string;
  /** Full pinyin and initials, for the command palette. */
  keywords: string[];
};

/** A page that no menu has, but that the command palette finds. */
export type PlaceEntry = Omit<MenuEntry, 'key'>;

/** A page of the settings, in the order in which the capabilities name them. */
export type SettingEntry = PlaceEntry & { group: 'mine' | 'workspace' };

/** Whether the page at this address belongs to the entry. */
export function isAt({ to, also = [] }: Pick<MenuEntry, 'to' | 'also'>, path: string): boolean {
  return [to, ...also].some((root) => path === root || (root !== '/' && path.startsWith(`${root}/`)));
}

export function isShown(entry: Pick<MenuEntry, 'object' | 'shown'>, grants: Grant[]): boolean {
  return entry.shown ? entry.shown(grants) : !entry.object || may(grants, entry.object, 'read');
}

/** A quick create of the command palette. */
export type CreateEntry = {
  to: string;
  search: Record<string, unknown>;
  label: string;
  object: string;
  keywords: string[];
};
