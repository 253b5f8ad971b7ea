import type { Schema } from '@/api';

export type Product = Schema<'Product'>;
export type ProductFamily = Schema<'ProductFamily'>;

/** As long as each may be. */
export const LONGEST = { name: 200, sku: 60, family: 60 };
