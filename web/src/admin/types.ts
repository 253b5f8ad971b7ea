import type { Job, JobState, Schema } from '@/api';

export type Parameter = Schema<'Parameter'>;

export const JOB_STATES: JobState[] = ['queued', 'running', 'done', 'failed', 'cancelled'];
export type JobSearch = { kind?: string; state?: JobState };

export type AuditEntry = Schema<'AuditEntry'>;
/** What records are called, by their ids. */
export type Names = Schema<'AuditPage'>['names'];

export type AuditSearch = {
  user_id?: string;
  record_id?: string;
  kind?: string;
  name?: string;
  from?: string;
  to?: string;
};
/** The kinds of record that one looks for; the others are found by what was done. */
export const AUDIT_KINDS = [
  'account',
  'contact',
  'interaction',
  'task',
  'comment',
  'episode',
  'order',
  'product',
  'user',
  'invitation',
  'org_unit',
  'view',
  'parameter',
  'workspace',
  'import',
  'export',
  'job',
] as const;

export const IMPORT_KINDS = ['accounts', 'contacts', 'orders', 'products'] as const;
export const TRADES = ['liquor_maker', 'liquor_dealer', 'hotel', 'mall', 'generic_b2b'] as const;
export const MODES = ['upsert', 'create', 'update'] as const satisfies readonly Mode[];
export type Mode = Schema<'Mode'>;

export type Export = Schema<'Export'>;
export type LoggedJob = Job & Pick<Schema<'LoggedJob'>, 'by'>;

export type ImportState = 'mapping' | 'running' | 'done';
export type Import = Omit<Schema<'Import'>, 'state'> & { state: ImportState };

export type ImportPreview = Omit<Schema<'ImportPreview'>, 'state'> & { state: ImportState };

export type Counts = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  keyless: number;
};
