import { withTexts } from '@/lib';

/** Who may do what, and why, with its texts: no page of contacts waits for it. */
export const loadRights = withTexts(() => import('@/rights'), 'rights', 'staff', 'customers', 'contacts');
