import { lazy } from 'react';
import { withTexts } from '@/lib';

/** What the workspace has added to customers, with its texts. */
export const loadFields = withTexts(() => import('@/fields'), 'fields');

export const OwnField = lazy(() => loadFields().then((parts) => ({ default: parts.OwnField })));
export const OwnFacts = lazy(() => loadFields().then((parts) => ({ default: parts.OwnFacts })));
export const OwnLines = lazy(() => loadFields().then((parts) => ({ default: parts.OwnLines })));
