import { Settings } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/users',
    label: 'staff:menu',
    icon: Settings,
    object: 'user',
    key: 's',
    keywords: ['shezhi', 'sz', 'chengyuan', 'settings', 'users'],
  },
];

export const menu = { pages };
