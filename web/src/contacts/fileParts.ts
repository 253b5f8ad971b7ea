import { lazy } from 'react';
import { withTexts } from '@/lib';

const load = withTexts(() => import('@/attachments'), 'attachments');

/** The files of a person come with their texts, after the person. */
export const FileList = lazy(() => load().then((files) => ({ default: files.FileList })));
