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
const creates: CreateEntry[] = [
  {
    to: '/orders/new',
    search: {},
    label: 'orders:new',
    object: 'order',
    keywords: ['ludingdan', 'dingdan', 'dd', 'order'],
  },
];

export const menu = { pages, creates };
