import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const load = async () => (await import('./loadRights')).loadRights();

export const WhyDialog = lazy(async () => ({ default: (await load()).WhyDialog }));
