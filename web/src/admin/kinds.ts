import type { Kind } from '@/lib';

export const kinds: Kind[] = [{ kind: 'import', list: 'imports', page: (id) => `/imports/${id}` }];
