import type { Kind } from '@/lib';

export const kinds: Kind[] = [
  {
    kind: 'product',
    list: 'products',
    columns: { wide: { sku: 150, family: 150 }, read: { name: 260 } },
  },
];
