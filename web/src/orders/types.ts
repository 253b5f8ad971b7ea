import type { Money, Ref, Row } from '@/api';

export const KINDS = ['sale', 'return', 'credit'] as const;

export type Line = {
  product: string;
  sku?: string | null;
  quantity: number;
  price: Money;
  net: Money;
  promotion: boolean;
};

export type Order = Row & {
  number?: string | null;
  kind: string;
  account?: Ref | null;
  payer?: Ref | null;
  ordered_on: string;
  net: Money;
  quantity: number;
  lines: Line[];
  remark?: string | null;
  created_at: string;
};
