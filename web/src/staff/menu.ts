import { Settings } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/settings',
    label: 'staff:menu',
    icon: Settings,
    key: 's',
    keywords: ['shezhi', 'sz', 'yonghu', 'chengyuan', 'settings', 'users'],
  },
];

export const menu = { pages };
