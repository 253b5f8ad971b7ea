import { lazy } from 'react';
import { withTexts } from '@/lib';

const load = withTexts(() => import('@/attachments'), 'attachments');

/** The files of a customer come with their texts when they are looked at. */
export const FileList = lazy(() => load().then((files) => ({ default: files.FileList })));
