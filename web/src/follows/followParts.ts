import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const load = async () => (await import('./loadFollows')).loadFollows();

/** The star of a record comes with its texts when the page is there. */
export const FollowButton = lazy(async () => ({ default: (await load()).FollowButton }));
