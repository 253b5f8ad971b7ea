import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/lib';

const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  component: lazyRouteComponent(() => import('./ImportList'), 'ImportList'),
});

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/$id',
  component: lazyRouteComponent(() => import('./ImportShow'), 'ImportShow'),
});

const exportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/exports',
  component: lazyRouteComponent(() => import('./ExportList'), 'ExportList'),
});

const jobsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs',
  component: lazyRouteComponent(() => import('./JobLog'), 'JobLog'),
});

const parametersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/parameters',
  component: lazyRouteComponent(() => import('./ParameterList'), 'ParameterList'),
});

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>) => ({
    user_id: text(search.user_id),
    record_id: text(search.record_id),
    name: text(search.name),
  }),
  component: lazyRouteComponent(() => import('./AuditLog'), 'AuditLog'),
});

export const routes = [
  importsRoute,
  importRoute,
  exportsRoute,
  jobsRoute,
  parametersRoute,
  auditRoute,
] as const;
