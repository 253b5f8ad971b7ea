import type { Schema } from '@/api';

export const CHANNELS = ['phone', 'wechat', 'visit', 'mobile', 'email', 'web', 'letter', 'fax'] as const;
export const PURPOSES = ['care', 'information', 'deal', 'service', 'intelligence'] as const;
export const OUTCOMES = ['reached', 'not_reached', 'interested', 'ordered', 'refused', 'follow_up'] as const;
export const DIRECTIONS = ['out', 'in', 'both'] as const;
export const STEPS = [
  'prepare',
  'greet',
  'look_around',
  'merchandise',
  'draft_order',
  'present',
  'review',
  'paperwork',
] as const;
/** As long as anything may last. */
export const DAY_MINUTES = 24 * 60;
/** The highest price of a rival. */
export const MOST_PRICE_FEN = 100_000_000_000;
/** As many cases as a shelf may have. */
export const MOST_CASES = 1_000_000;

export const HELP_KINDS = [
  'unloading',
  'shelving',
  'cleaning',
  'repair',
  'serving',
  'information',
  'other',
] as const;

export const EPISODE_KINDS = ['purchase', 'enquiry', 'negotiation', 'complaint', 'care', 'other'] as const;

export const PRIORITIES = ['low', 'normal', 'high'] as const;

export type Stock = Schema<'Stock'>;
/** An answer always has the lists; only a new visit may leave them out. */
export type Visit = Schema<'Visit'> &
  Required<Pick<Schema<'Visit'>, 'steps' | 'help' | 'stock' | 'rivals' | 'draft'>>;

export type Interaction = Omit<Schema<'Interaction'>, 'visit'> & { visit?: Visit | null };

/** An interaction in which something was promised. */
export type Promised = Interaction & { promise: Schema<'Promise'> };

/** One matter with an account, which groups the contacts about it. */
export type Episode = Schema<'Episode'>;

/** A row of the list does not say what one may do with it; the task itself does. */
export type Task = Omit<Schema<'Task'>, 'may_change' | 'may_remove'> &
  Partial<Pick<Schema<'Task'>, 'may_change' | 'may_remove'>>;

export type Comment = Schema<'Comment'>;
