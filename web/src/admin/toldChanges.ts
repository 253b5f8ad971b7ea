import { listOf, type Schema } from '@/api';

type Change = Schema<'Change'>;

/** Columns that follow from others or that only programs read. */
const UNTOLD: Record<string, string[]> = {
  accounts: ['name_sort', 'custom'],
  contacts: ['name_sort', 'primary_account_id', 'custom', 'erased_at'],
  products: ['name_sort'],
  consents: ['contact_id', 'purpose', 'scope', 'evidence', 'given_on', 'valid_until', 'withdrawn_at'],
  'custom-fields': ['key', 'kind', 'position'],
  'org-units': ['path'],
  roles: ['key'],
  imports: ['path', 'job_id'],
  'file-forms': ['fields'],
  'file-proposals': ['before', 'proposed'],
  'file-reviews': ['analysis', 'outcome'],
  layouts: ['list', 'variant', 'sections', 'hidden'],
  'import-undos': ['import_id', 'job_id', 'dry_run', 'state', 'removed_rows', 'restored_rows', 'left_rows'],
  'duplicate-pairs': ['kind', 'first_id', 'second_id', 'certainty', 'reasons'],
  merges: ['kind', 'kept_id', 'merged_id', 'kept_name', 'merged_name', 'moved', 'state', 'run_id'],
  'account-attachments': ['picture', 'width', 'height'],
  'contact-attachments': ['picture', 'width', 'height'],
};

/** What of an entry's changes people read. */
export function toldChanges(kind: string, changes: Change[]): Change[] {
  const untold = UNTOLD[listOf(kind)] ?? [];
  return changes
    .filter(({ field, before, after }) => !untold.includes(field) && !(isNothing(before) && isNothing(after)))
    .map((change) => (kind === 'parameter' ? { ...change, field: 'value' } : change));
}

/** A secret is nothing before and nothing after. */
function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}
