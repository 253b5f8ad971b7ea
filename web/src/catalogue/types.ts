import type { Schema } from '@/api';

export type Product = Schema<'Product'>;

/** As long as the name of a family may be. */
export const LONGEST_FAMILY = 60;
