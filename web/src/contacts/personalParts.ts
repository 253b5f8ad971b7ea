import { lazy } from 'react';
import { withTexts } from '@/lib';

const load = withTexts(() => import('@/personal'), 'personal');

/** What is known of a person comes with its texts, after the person. */
export const PersonalPanel = lazy(() => load().then((parts) => ({ default: parts.PersonalPanel })));
export const ExportDialog = lazy(() => load().then((parts) => ({ default: parts.ExportDialog })));
export const EraseDialog = lazy(() => load().then((parts) => ({ default: parts.EraseDialog })));
