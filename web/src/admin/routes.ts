import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute, shellRoute, withTexts } from '@/lib';
import { JOB_STATES } from './types';

/** Whose texts these pages speak. */
const TEXTS = ['admin', 'staff', 'fields', 'customers', 'contacts', 'interactions', 'orders', 'catalogue'];
/** Of whatever records somebody has changed. */
const ALL = [...TEXTS, 'customerfiles', 'pools', 'team', 'territories'];

const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  component: lazyRouteComponent(
    withTexts(() => import('./ImportList'), ...TEXTS),
    'ImportList',
  ),
});

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/$id',
  component: lazyRouteComponent(
    withTexts(() => import('./ImportShow'), ...TEXTS),
    'ImportShow',
  ),
});

const exportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/exports',
  component: lazyRouteComponent(
    withTexts(() => import('./ExportList'), ...TEXTS),
    'ExportList',
  ),
});

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const jobsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/jobs',
  validateSearch: (search: Record<string, unknown>) => ({
    kind: text(search.kind),
    state: JOB_STATES.find((state) => state === search.state),
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./JobLog'), ...TEXTS),
    'JobLog',
  ),
});

const parametersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/parameters',
  component: lazyRouteComponent(
    withTexts(() => import('./ParameterList'), ...TEXTS),
    'ParameterList',
  ),
});

function day(value: unknown): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? String(value) : undefined;
}

const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>) => ({
    user_id: text(search.user_id),
    record_id: text(search.record_id),
    kind: text(search.kind),
    name: text(search.name),
    from: day(search.from),
    to: day(search.to),
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./AuditLog'), ...ALL),
    'AuditLog',
  ),
});

export const routes = [importsRoute, importRoute, exportsRoute] as const;
export const settingsRoutes = [jobsRoute, parametersRoute, auditRoute] as const;
