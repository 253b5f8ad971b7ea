import { ShoppingBag } from 'lucide-react';
import type { Kind } from '@/lib';

export const kinds: Kind[] = [
  {
    kind: 'order',
    list: 'orders',
    found: { icon: ShoppingBag, to: ({ id, title }) => ({ to: '/orders', search: { q: title, peek: id } }) },
    columns: {
      wide: { number: 186, net: 136, goods: 136, margin: 136 },
      read: { remark: 220 },
      exact: ['net', 'goods', 'margin'],
    },
  },
];
