import { ContactRound, Trash2 } from 'lucide-react';
import { type CreateEntry, type MenuEntry, may, type PlaceEntry } from '@/lib';

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
const places: PlaceEntry[] = [
  {
    to: '/contacts/trash',
    label: 'contacts:menu_trash',
    icon: Trash2,
    shown: (grants) => may(grants, 'contact', 'remove'),
    keywords: ['lianxirenhuishouzhan', 'huishouzhan', 'hsz', 'trash', 'contacts'],
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

export const menu = { pages, places, creates };
