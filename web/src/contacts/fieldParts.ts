import { lazy } from 'react';
import { withTexts } from '@/lib';

/** What the workspace has added to people, with its texts. */
export const loadFields = withTexts(() => import('@/fields'), 'fields');

export const OwnFields = lazy(() => loadFields().then((parts) => ({ default: parts.OwnFields })));
export const OwnFacts = lazy(() => loadFields().then((parts) => ({ default: parts.OwnFacts })));
export const OwnLines = lazy(() => loadFields().then((parts) => ({ default: parts.OwnLines })));
