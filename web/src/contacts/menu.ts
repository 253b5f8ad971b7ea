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
const creates: CreateEntry[] = [
  {
    to: '/contacts/new',
    search: {},
    label: 'contacts:new',
    object: 'contact',
    keywords: ['xinjianlianxiren', 'lianxiren', 'lxr', 'contact'],
  },
];

export const menu = { pages, creates };
