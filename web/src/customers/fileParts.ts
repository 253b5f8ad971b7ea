import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const load = async () => import('./loadFiles');

/** The files of a customer come with their texts when they are looked at, and so does the customer file. */
export const FileList = lazy(async () => ({ default: (await (await load()).loadFiles()).FileList }));
export const CustomerFilePart = lazy(async () => ({
  default: (await (await load()).loadCustomerFile()).CustomerFilePart,
}));
