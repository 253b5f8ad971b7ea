import { ShoppingBag } from 'lucide-react';
import type { Kind } from '@/lib';

export const kinds: Kind[] = [
  {
    kind: 'order',
    list: 'orders',
    found: { icon: ShoppingBag, to: ({ id, title }) => ({ to: '/orders', search: { q: title, peek: id } }) },
    columns: { wide: { number: 186, net: 136 }, read: { remark: 220 }, exact: ['net'] },
  },
];
