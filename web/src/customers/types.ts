import type { Schema } from '@/api';
import type { Tones } from '@/ui';

export type Account = Schema<'Account'>;

export type TimelineEntry = Schema<'Item'>;

/** The few telling fields that get a colour; all others stay plain. */
export const TONES: Tones = {
  history: { none: 'grey', new: 'blue', old: 'jade' },
  volume: { none: 'grey', big: 'amber', small: 'grey' },
  next_step_on: { late: 'red' },
  credit_grade: { A: 'jade', B: 'blue', C: 'amber', D: 'red' },
};
