import { withTexts } from '@/lib';

/** What a customer is worth, with its texts. */
export const loadValue = withTexts(() => import('@/value'), 'value');
