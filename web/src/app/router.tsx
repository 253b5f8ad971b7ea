import type { QueryClient } from '@tanstack/react-query';
import { createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { routes as admin, settingsRoutes as adminSettings } from '@/admin/routes';
import { routes as catalogue } from '@/catalogue/routes';
import { routes as contacts } from '@/contacts/routes';
import { routes as customerfiles, settingsRoutes as surveySettings } from '@/customerfiles/routes';
import { routes as customers } from '@/customers/routes';
import { routes as duplicates } from '@/duplicates/routes';
import { settingsRoutes as fieldsSettings } from '@/fields/routes';
import { settingsRoutes as healthSettings } from '@/health/routes';
import { routes as interactions } from '@/interactions/routes';
import { settingsRoutes as layoutsSettings } from '@/layouts/routes';
import { rootRoute, settingsRoute, shellRoute } from '@/lib/routes';
import { settingsRoutes as notificationsSettings } from '@/notifications/routes';
import { routes as orders } from '@/orders/routes';
import { routes as pools } from '@/pools/routes';
import { routes as staff, plainRoutes as staffPlain, settingsRoutes as staffSettings } from '@/staff/routes';
import { routes as start } from '@/start/routes';
import { settingsRoutes as tagsSettings } from '@/tags/routes';
import { settingsRoutes as territoriesSettings } from '@/territories/routes';
import { routes as value } from '@/value/routes';
import { NotFound, RouteError } from './RouteError';

shellRoute.update({ component: lazyRouteComponent(() => import('./Shell'), 'Shell') });
settingsRoute.update({
  component: lazyRouteComponent(() => import('./SettingsFrame'), 'SettingsFrame'),
});

const tree = rootRoute.addChildren([
  shellRoute.addChildren([
    ...start,
    ...customers,
    ...customerfiles,
    ...contacts,
    ...interactions,
    ...orders,
    ...catalogue,
    ...pools,
    ...value,
    ...duplicates,
    ...admin,
    ...staff,
    settingsRoute.addChildren([
      ...staffSettings,
      ...notificationsSettings,
      ...tagsSettings,
      ...territoriesSettings,
      ...layoutsSettings,
      ...fieldsSettings,
      ...surveySettings,
      ...adminSettings,
      ...healthSettings,
    ]),
  ]),
  ...staffPlain,
]);

export function newRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 400,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
