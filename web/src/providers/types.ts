import type { Schema } from '@/api';

/** A house by which people sign in, as administrators see it. */
export type Provider = Schema<'IdentityProvider'>;
/** What a group of it gives. */
export type GroupMapping = Schema<'GroupMapping'>;
