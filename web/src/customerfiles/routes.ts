import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute, shellRoute, withTexts } from '@/lib';

/** Whose texts these pages speak. */
const TEXTS = ['customerfiles', 'customers', 'contacts', 'value'];

type BoardSearch = { whose?: 'steward' | 'all'; step?: string };

const board = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customer-files',
  validateSearch: ({ whose, step }: Record<string, unknown>): BoardSearch => ({
    ...(whose === 'all' || whose === 'steward' ? { whose } : {}),
    ...(typeof step === 'string' ? { step } : {}),
  }),
  component: lazyRouteComponent(
    withTexts(() => import('./FileBoard'), ...TEXTS),
    'FileBoard',
  ),
});

const sheet = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customer-files/$id',
  component: lazyRouteComponent(
    withTexts(() => import('./FileSheet'), ...TEXTS),
    'FileSheet',
  ),
});

const survey = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/settings/customer-survey',
  component: lazyRouteComponent(
    withTexts(() => import('./SurveyPage'), ...TEXTS),
    'SurveyPage',
  ),
});

export const routes = [board, sheet] as const;
export const settingsRoutes = [survey] as const;
