import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const load = async () => (await import('./loadTeam')).loadTeam();

/** Who works with a customer comes with its texts when the page is there. */
export const AccountTeam = lazy(async () => ({ default: (await load()).AccountTeam }));
