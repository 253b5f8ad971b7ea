import { withTexts } from '@/lib';

/** The files of a customer with their texts. */
export const loadFiles = withTexts(() => import('@/attachments'), 'attachments');
