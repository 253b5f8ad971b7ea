import type { Kind } from '@/lib';

export const kinds: Kind[] = [{ kind: 'product', list: 'products' }];
