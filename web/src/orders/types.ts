import type { Schema } from '@/api';

export const KINDS = ['sale', 'return', 'credit'] as const;

export type Order = Schema<'Order'>;
