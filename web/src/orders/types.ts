import type { Schema } from '@/api';

export const KINDS = ['sale', 'return', 'credit'] as const;

/** As many pieces as a line may have. */
export const MOST_PIECES = 1_000_000_000;

export type Order = Schema<'Order'>;
