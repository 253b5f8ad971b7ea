import { withTexts } from '@/lib';

/** The files of a customer with their texts. */
export const loadFiles = withTexts(() => import('@/attachments'), 'attachments');
/** The customer file with its texts, and with those of the people that it asks for. */
export const loadCustomerFile = withTexts(() => import('@/customerfiles'), 'customerfiles', 'contacts');
