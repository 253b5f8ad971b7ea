import { ArrowDownUp } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/imports',
    label: 'admin:menu',
    icon: ArrowDownUp,
    object: 'import',
    key: 'm',
    keywords: ['daoru', 'daochu', 'dr', 'dc', 'import', 'export'],
  },
];

export const menu = { pages };
