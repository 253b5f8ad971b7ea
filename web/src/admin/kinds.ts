import type { Kind } from '@/lib';

export const kinds: Kind[] = [
  { kind: 'import', list: 'imports', home: '/imports', page: (id) => `/imports/${id}` },
];
