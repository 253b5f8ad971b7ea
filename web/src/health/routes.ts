import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { errorTexts, settingsRoute, withTexts } from '@/lib';

/** Whose texts this page speaks; jobs are called as in their log. */
const TEXTS = ['health', 'admin'];

/** The page, and the words for what a job has failed for. */
const load = () =>
  Promise.all([import('./HealthPage'), errorTexts().catch(() => undefined)]).then(([page]) => page);

const healthRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/health',
  component: lazyRouteComponent(withTexts(load, ...TEXTS), 'HealthPage'),
});

export const settingsRoutes = [healthRoute] as const;
