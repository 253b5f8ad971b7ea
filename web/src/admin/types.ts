import type { FieldProblem, Job, Ref, Row } from '@/api';

export type Parameter = {
  key: string;
  value: number;
  default: number;
  min: number;
  max: number;
  unit: string;
  source: string;
  about: string;
  changed: boolean;
};

export type AuditChange = { field: string; before: unknown; after: unknown };
export type AuditEntry = {
  id: string;
  at: string;
  name: string;
  kind: string;
  record_id: string;
  user?: Ref | null;
  by_job: boolean;
  data: Record<string, unknown>;
  changes: AuditChange[];
};

export type AuditSearch = { user_id?: string; record_id?: string; name?: string };

export const IMPORT_KINDS = ['accounts', 'contacts', 'orders'] as const;
export const MODES = ['upsert', 'create', 'update'] as const;
export type Mode = (typeof MODES)[number];

export type Import = Row & {
  kind: string;
  file_name: string;
  state: 'mapping' | 'running' | 'done';
  mode?: Mode | null;
  key?: string | null;
  dry_run: boolean;
  job_id?: string | null;
  created_rows: number;
  updated_rows: number;
  unchanged_rows: number;
  rejected_rows: number;
  by?: Ref | null;
  created_at: string;
};

export type ImportField = { key: string; kind: string; required: boolean };
export type PreviewRow = { number: number; cells: string[]; problems: FieldProblem[] };
export type ImportPreview = Import & {
  sheets: string[];
  sheet?: string | null;
  encoding?: string | null;
  header_row?: number | null;
  headers: string[];
  fields: ImportField[];
  keys: string[];
  makes_missing: boolean;
  mapping: Record<string, string>;
  rows: PreviewRow[];
  problem_rows: number;
};

export type LoggedJob = Job & { created_at: string; finished_at?: string | null };
export type Counts = { created: number; updated: number; unchanged: number; rejected: number };
