import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const load = async () => (await import('./loadFiles')).loadFiles();

/** The files of a customer come with their texts when they are looked at. */
export const FileList = lazy(async () => ({ default: (await load()).FileList }));
