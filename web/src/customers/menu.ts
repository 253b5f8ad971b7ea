import { Store } from 'lucide-react';
import type { CreateEntry, MenuEntry } from '@/lib';

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
const creates: CreateEntry[] = [
  {
    to: '/accounts/new',
    search: {},
    label: 'customers:new',
    object: 'account',
    keywords: ['xinjiankehu', 'xjkh', 'kehu', 'account', 'customer'],
  },
];

export const menu = { pages, creates };
