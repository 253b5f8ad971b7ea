import { Package } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/products',
    label: 'catalogue:menu',
    icon: Package,
    object: 'product',
    key: 'r',
    keywords: ['chanpin', 'cp', 'products'],
  },
];

export const menu = { pages };
