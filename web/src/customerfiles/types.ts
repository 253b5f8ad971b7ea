import type { Schema } from '@/api';
import type { Tone } from '@/ui';

export type CustomerFile = Schema<'CustomerFile'>;
export type Answer = Schema<'FileAnswer'>;
export type Analysis = Schema<'FileAnalysis'>;
export type Review = Schema<'FileReview'>;
export type Proposal = Schema<'FileProposal'>;
export type Form = Schema<'FileForm'>;
export type Question = Schema<'FileQuestion'>;

/** Where a file stands, in the order in which it goes. */
export const STEPS = ['survey', 'archived', 'analysed', 'in_review', 'reviewed', 'due_again'] as const;

/** What a review may come to. */
export const RESULTS = ['keep', 'upgrade', 'downgrade', 'add', 'subtract', 'watch'] as const;

/** What colleagues propose to change. */
export const PROPOSABLE = [
  'name',
  'also_known_as',
  'number',
  'channel_kind',
  'credit_code',
  'region',
  'address',
  'phone',
  'website',
  'ownership_form',
  'market_position',
  'credit_grade',
  'cooperating_since',
  'remark',
];

export const STEP_TONES: Record<string, Tone> = {
  survey: 'grey',
  archived: 'blue',
  analysed: 'violet',
  in_review: 'amber',
  reviewed: 'jade',
  due_again: 'red',
};
