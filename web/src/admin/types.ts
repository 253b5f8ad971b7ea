import type { Schema } from '@/api';

export type Parameter = Schema<'Parameter'>;

export type AuditChange = Schema<'Change'>;
export type AuditEntry = Schema<'AuditEntry'>;

export type AuditSearch = { user_id?: string; record_id?: string; name?: string };

export const IMPORT_KINDS = ['accounts', 'contacts', 'orders'] as const;
export const MODES = ['upsert', 'create', 'update'] as const satisfies readonly Mode[];
export type Mode = Schema<'Mode'>;

export type ImportState = 'mapping' | 'running' | 'done';
export type Import = Omit<Schema<'Import'>, 'state'> & { state: ImportState };

export type ImportField = Schema<'ImportField'>;
export type PreviewRow = Schema<'PreviewRow'>;
export type ImportPreview = Omit<Schema<'ImportPreview'>, 'state'> & { state: ImportState };

export type Counts = { created: number; updated: number; unchanged: number; rejected: number };
