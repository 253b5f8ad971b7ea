import type { Schema } from '@/api';

export type FieldRight = Schema<'FieldRight'>;
export type Why = Schema<'Why'>;
export type WhyAction = Schema<'WhyAction'>;

/** What may be done with a field, from the most. */
export const ACCESSES = ['write', 'read', 'masked', 'hidden'] as const;
export type Access = (typeof ACCESSES)[number];

/** The objects with fields that can be ruled, and their lists. */
export const LISTS: Record<string, string> = { account: 'accounts', contact: 'contacts' };
