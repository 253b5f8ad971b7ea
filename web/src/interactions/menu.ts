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
    keywords: ['daiban', 'db', 'renwu', 'rw', 'tasks'],
  },
];
const creates: CreateEntry[] = [
  {
    to: '/interactions',
    search: { log: 'log' },
    label: 'interactions:log.new',
    object: 'interaction',
    keywords: ['xiegenjin', 'genjin', 'gj', 'dianhua', 'log'],
  },
  {
    to: '/interactions',
    search: { log: 'visit' },
    label: 'interactions:visit.new',
    object: 'interaction',
    keywords: ['baifang', 'bf', 'visit'],
  },
  {
    to: '/tasks',
    search: { create: true },
    label: 'interactions:task.new',
    object: 'task',
    keywords: ['xinjiandaiban', 'daiban', 'db', 'renwu', 'rw', 'task'],
  },
];

export const menu = { pages, creates };
