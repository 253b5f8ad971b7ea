import { withTexts } from '@/lib';

/** Who works with a customer, with its texts: no page of customers waits for it. */
export const loadTeam = withTexts(() => import('@/team'), 'team');
