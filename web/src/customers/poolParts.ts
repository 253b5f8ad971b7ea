import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const load = async () => (await import('./loadPools')).loadPools();

export const GiveBackDialog = lazy(async () => ({ default: (await load()).GiveBackDialog }));
export const OwnerHistory = lazy(async () => ({ default: (await load()).OwnerHistory }));
