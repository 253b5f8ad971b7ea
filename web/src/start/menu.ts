import { House } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/',
    label: 'start:menu',
    icon: House,
    key: 'h',
    keywords: ['shouye', 'sy', 'jintian', 'jt', 'home', 'start'],
  },
];

export const menu = { pages };
