import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const load = async () => (await import('./loadDuplicates')).loadDuplicates();

export const FindDuplicates = lazy(async () => ({ default: (await load()).FindDuplicates }));
export const MergeUndo = lazy(async () => ({ default: (await load()).MergeUndo }));
