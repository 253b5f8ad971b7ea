import type { Schema } from '@/api';

export type Attachment = Schema<'Attachment'>;
export type FileLimits = Schema<'FileLimits'>;
export type Family = Schema<'Family'>;

/** What files can be put on. */
export type Holder = { kind: 'account' | 'contact'; id: string };
