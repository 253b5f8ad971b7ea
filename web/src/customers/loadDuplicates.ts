import { withTexts } from '@/lib';

/** What is there already, with its texts: no list waits for it. */
export const loadDuplicates = withTexts(() => import('@/duplicates'), 'duplicates');
