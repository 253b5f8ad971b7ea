import { ContactRound } from 'lucide-react';
import type { CreateEntry, MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/contacts',
    label: 'contacts:menu',
    icon: ContactRound,
    object: 'contact',
    key: 'c',
    keywords: ['lianxiren', 'lxr', 'contacts'],
  },
];
const creates: CreateEntry[] = [];

export const menu = { pages, creates };
