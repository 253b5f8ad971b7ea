import { ListTodo } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/customer-files',
    label: 'customerfiles:menu',
    icon: ListTodo,
    object: 'customer_file',
    key: 'k',
    keywords: ['kehudangan', 'khda', 'dangan', 'pingshen', 'files', 'review'],
  },
];

export const menu = { pages };
