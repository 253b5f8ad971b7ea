import { lazy } from 'react';

/** In two steps: the page itself need not know of what this is made. */
const load = async () => (await import('./loadValue')).loadValue();

/** What a customer is worth comes with its texts when it is looked at: no page of customers waits for it. */
export const AccountValue = lazy(async () => ({ default: (await load()).AccountValue }));
export const ValueAxis = lazy(async () => ({ default: (await load()).ValueAxis }));
