import { MessageSquareText, SquareCheckBig } from 'lucide-react';
import type { Kind } from '@/lib';

export const kinds: Kind[] = [
  {
    kind: 'interaction',
    list: 'interactions',
    found: {
      icon: MessageSquareText,
      to: ({ id, title }) => ({ to: '/interactions', search: { q: title, peek: id } }),
    },
    columns: { read: { body: 260 } },
  },
  {
    kind: 'task',
    list: 'tasks',
    // Those that are done, too, which the list leaves out by itself.
    found: {
      icon: SquareCheckBig,
      to: ({ title }) => ({ to: '/tasks/all', search: { q: title, filter: { all: [] } } }),
    },
  },
];
