import { ArrowDownUp } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/jobs',
    label: 'admin:menu',
    icon: ArrowDownUp,
    key: 'm',
    keywords: ['daoru', 'daochu', 'dr', 'dc', 'import', 'export', 'jobs'],
  },
];

export const menu = { pages };
