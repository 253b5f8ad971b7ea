import type { Schema } from '@/api';

export type Personal = Schema<'Personal'>;
export type PersonalFact = Schema<'PersonalFact'>;
export type Consent = Schema<'Consent'>;
export type Preference = Schema<'Preference'>;
export type Erasure = Schema<'Erasure'>;

/** The kind of which only the exam and its year are kept. */
export const EXAM = 'exam';
/** What the form calls a kind that somebody names themselves. */
export const OWN = 'own';
