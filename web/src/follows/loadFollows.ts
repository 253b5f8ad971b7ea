import { withTexts } from '@/lib';

/** The star of a record, with its texts: no page of records waits for it. */
export const loadFollows = withTexts(() => import('./FollowButton'), 'follows');
