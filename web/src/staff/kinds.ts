import type { Kind } from '@/lib';

export const kinds: Kind[] = [
  {
    kind: 'user',
    list: 'users',
    avatar: { shape: 'round' },
    holdsMe: true,
    columns: { read: { email: 210 } },
  },
  { kind: 'org_unit', list: 'org-units', avatar: { shape: 'square' } },
];
