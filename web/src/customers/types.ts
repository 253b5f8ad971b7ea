import type { Money, Ref, Row } from '@/api';
import type { Tones } from '@/ui';

export type Account = Row & {
  number?: string | null;
  name: string;
  kind: string;
  channel_kind?: string | null;
  region?: string | null;
  address?: string | null;
  phone?: string | null;
  owner?: Ref | null;
  tags: string[];
  history: string;
  volume: string;
  credit_grade?: string | null;
  market_position?: string | null;
  ownership_form?: string | null;
  net_sales: Money;
  net_sales_12m: Money;
  order_count: number;
  first_order_on?: string | null;
  last_order_on?: string | null;
  days_silent?: number | null;
  last_contact_on?: string | null;
  next_step_on?: string | null;
  trashed_at?: string | null;
};

export type Relation = {
  id: string;
  kind: string;
  from: Ref;
  to: Ref;
  since?: string | null;
  until?: string | null;
};

export type Month = { month: string; net: Money; orders: number };
export type TimelineEntry = { at: string; kind: string; id: string; data: Record<string, unknown> };

/** The few telling fields that get a colour; all others stay plain. */
export const TONES: Tones = {
  history: { none: 'grey', new: 'blue', old: 'jade' },
  volume: { none: 'grey', big: 'amber', small: 'grey' },
  credit_grade: { A: 'jade', B: 'blue', C: 'amber', D: 'red' },
};
