import type { Schema } from '@/api';

export type Pair = Schema<'Pair'>;
export type Side = Schema<'Side'>;
export type Merge = Schema<'Merge'>;
export type Found = Schema<'FoundAlike'>;
export type Alike = Schema<'Alike'>;
export type Reason = Schema<'Reason'>;
export type Sign = Schema<'Sign'>;
export type Certainty = Schema<'Certainty'>;

/** The surest first. */
export const CERTAINTIES: Certainty[] = ['certain', 'likely', 'possible'];
