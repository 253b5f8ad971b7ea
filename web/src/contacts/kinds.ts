import { User } from 'lucide-react';
import { api } from '@/api';
import type { Kind } from '@/lib';

const page = (id: string) => `/contacts/${id}`;

export const kinds: Kind[] = [
  {
    kind: 'contact',
    list: 'contacts',
    home: '/contacts',
    page,
    found: { icon: User, to: ({ id }) => ({ to: page(id) }) },
    merge: (kept, merged) => ({ to: '/duplicates/merge', search: { kind: 'contact', kept, merged } }),
    avatar: { shape: 'round' },
    tags: () => api.get('/contact-tags'),
    changes: (id, cursor, signal) => api.get(`/contacts/${id}/changes`, { cursor }, { signal }),
    columns: { read: { remark: 220, email: 210 } },
  },
];
