import { Store } from 'lucide-react';
import { api } from '@/api';
import type { Kind } from '@/lib';

/** Half of the customers begin with the town they are in, which does not tell them apart. */
const TOWN = /^(上海|北京|天津|重庆|深圳|广州|杭州|南京|苏州|成都|武汉|西安|青岛|贵阳|遵义|长沙|郑州)/;

const page = (id: string) => `/accounts/${id}`;

export const kinds: Kind[] = [
  {
    kind: 'account',
    list: 'accounts',
    home: '/accounts',
    page,
    found: { icon: Store, to: ({ id }) => ({ to: page(id) }) },
    merge: (kept, merged) => ({ to: '/duplicates/merge', search: { kind: 'account', kept, merged } }),
    avatar: { shape: 'square', core: (name) => name.replace(TOWN, '') || name },
    tags: () => api.get('/tags'),
    changes: (id, cursor, signal) => api.get(`/accounts/${id}/changes`, { cursor }, { signal }),
    columns: {
      wide: { number: 186 },
      read: { remark: 220, address: 220 },
      overdue: ['visit_due_on', 'due_on'],
    },
  },
];
