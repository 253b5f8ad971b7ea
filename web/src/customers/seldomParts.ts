import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const parts = () => import('./lastParts');

export const AccountFacts = lazy(async () => (await parts()).facts());
export const RelationList = lazy(async () => (await parts()).relations());
export const AccountDialog = lazy(async () => (await parts()).dialog());
export const RestoreButton = lazy(async () => (await parts()).restore());
