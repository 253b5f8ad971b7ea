import type { Schema } from '@/api';

export const KINDS = ['sale', 'return', 'credit'] as const;

/** The largest amount of an order or a line. */
export const MOST_FEN = 100_000_000_000_000;
/** As many pieces as a line may have. */
export const MOST_PIECES = 1_000_000_000;

export type Order = Schema<'Order'>;
