import { kinds as admin } from '@/admin/kinds';
import { kinds as catalogue } from '@/catalogue/kinds';
import { kinds as contacts } from '@/contacts/kinds';
import { kinds as customers } from '@/customers/kinds';
import { kinds as interactions } from '@/interactions/kinds';
import type { Kind } from '@/lib';
import { kinds as orders } from '@/orders/kinds';
import { kinds as staff } from '@/staff/kinds';

/** Every kind of record that the app can show. */
export const KINDS: Kind[] = [
  ...customers,
  ...contacts,
  ...interactions,
  ...orders,
  ...catalogue,
  ...admin,
  ...staff,
];
