import { Store, Table2, Trash2 } from 'lucide-react';
import { type CreateEntry, type MenuEntry, may, type PlaceEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/accounts',
    label: 'customers:menu',
    icon: Store,
    object: 'account',
    key: 'a',
    keywords: ['kehu', 'kh', 'accounts', 'customers'],
  },
];
const places: PlaceEntry[] = [
  {
    to: '/accounts/cross',
    label: 'customers:menu_cross',
    icon: Table2,
    object: 'account',
    keywords: ['jiaochabiao', 'jcb', 'kehu', 'cross', 'table', 'accounts'],
  },
  {
    to: '/accounts/trash',
    label: 'customers:menu_trash',
    icon: Trash2,
    shown: (grants) => may(grants, 'account', 'remove'),
    keywords: ['kehuhuishouzhan', 'huishouzhan', 'hsz', 'trash', 'accounts'],
  },
];
const creates: CreateEntry[] = [
  {
    to: '/accounts/new',
    search: {},
    label: 'customers:new',
    object: 'account',
    keywords: ['xinjiankehu', 'xjkh', 'kehu', 'account', 'customer'],
  },
];

export const menu = { pages, places, creates };
