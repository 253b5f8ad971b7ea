import type { Schema } from '@/api';

export type Pool = Schema<'Pool'>;
export type PoolRule = Schema<'PoolRule'>;
export type NewPoolRule = Schema<'NewPoolRule'>;
export type Lack = Schema<'Lack'>;
export type Owning = Schema<'Owning'>;
export type Outcomes = Schema<'PoolOutcomes'>;

/** Why somebody gives a customer back. */
export const WHYS = ['no_need', 'no_answer', 'not_suited', 'too_far', 'too_busy', 'other'] as const;

/** The numbers of a pool, in the order in which they are read. */
export const LIMITS = ['takes_per_day', 'most_held', 'views_per_day', 'wait_days', 'warning_days'] as const;

/** The terms of a rule. */
export const TERMS = ['no_contact_days', 'no_order_days', 'no_step_days'] as const;
