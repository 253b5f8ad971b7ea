import { withTexts } from '@/lib';

/** Who follows a record, with its texts: no page of records waits for it. */
export const loadFollows = withTexts(() => import('@/follows'), 'follows');
