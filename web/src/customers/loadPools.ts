import { withTexts } from '@/lib';

/** What an account has to do with the pools, with its texts: no page of customers waits for it. */
export const loadPools = withTexts(() => import('@/pools'), 'pools');
