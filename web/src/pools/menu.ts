import { Waves } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/pools',
    label: 'pools:menu',
    icon: Waves,
    object: 'pool',
    key: 'p',
    keywords: ['gonghai', 'gh'],
  },
];

export const menu = { pages };
