import { ShoppingBag } from 'lucide-react';
import type { CreateEntry, MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/orders',
    label: 'orders:menu',
    icon: ShoppingBag,
    object: 'order',
    key: 'o',
    keywords: ['dingdan', 'dd', 'orders'],
  },
];
const creates: CreateEntry[] = [];

export const menu = { pages, creates };
