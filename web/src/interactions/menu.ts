import { MessagesSquare, SquareCheckBig } from 'lucide-react';
import type { CreateEntry, MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/interactions',
    label: 'interactions:menu',
    icon: MessagesSquare,
    object: 'interaction',
    key: 'i',
    keywords: ['hudong', 'hd', 'interactions'],
  },
  {
    to: '/tasks',
    label: 'interactions:menu_tasks',
    icon: SquareCheckBig,
    object: 'task',
    key: 't',
    keywords: ['renwu', 'rw', 'tasks'],
  },
];
const creates: CreateEntry[] = [];

export const menu = { pages, creates };
