import { useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldInfo, keys, type Row, useListInfo } from '@/api';
import { useLabels, useMay } from '@/lib';
import { Field, RecordHistory, Section } from '@/ui';
import { loadPools } from './loadPools';
import { type Account, TONES } from './types';

const CellEditor = lazy(() => import('@/ui/list/CellEditor').then((file) => ({ default: file.CellEditor })));

const OwnerHistory = lazy(() => loadPools().then((pools) => ({ default: pools.OwnerHistory })));

const GROUPS = {
  basics: ['name', 'also_known_as', 'number', 'kind', 'channel_kind', 'owner', 'tags', 'cooperating_since'],
  reach: ['phone', 'region', 'address', 'website', 'credit_code'],
  classification: [
    'history',
    'volume',
    'credit_grade',
    'market_position',
    'ownership_form',
    'high_tech',
    'public_sector',
  ],
  other: ['remark', 'created_at', 'updated_at'],
} as const;
/** Not a column that lists can write, though the record can. */
const WRITABLE = ['tags', 'remark'];
/** Texts of several lines. */
const LONG = ['remark'];

/** Every field of an account; a press on a value changes it in place. */
export function AccountFacts({ account }: { account: Account }) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const client = useQueryClient();
  const mayChange = useMay('account', 'change') && !account.trashed_at;
  const info = useListInfo('accounts');
  const [editing, setEditing] = useState<{ key: string; start?: unknown } | null>(null);
  const fields = new Map(info.data?.fields.map((field) => [field.key, field]));
  const value = (field: FieldInfo) => {
    const shown = (
      <Field list="accounts" field={field} value={(account as Row)[field.key]} tones={TONES} exact />
    );
    return LONG.includes(field.key) ? <span className="lines">{shown}</span> : shown;
  };
  const stale = () => void client.invalidateQueries({ queryKey: keys.record('accounts', account.id) });
  return (
    <div className="facts-page">
      {Object.entries(GROUPS).map(([group, names]) => (
        <Section key={group} title={t(`customers:section.${group}`)}>
          <dl className="fact-grid">
            {names
              .flatMap((key) => fields.get(key) ?? [])
              .map((field) => {
                const open = mayChange && (field.editable || WRITABLE.includes(field.key));
                return (
                  <div key={field.key}>
                    <dt>{labels.field(field.key)}</dt>
                    <dd>
                      {editing?.key === field.key ? (
                        <Suspense fallback={value(field)}>
                          <CellEditor
                            list="accounts"
                            row={account}
                            field={field}
                            long={LONG.includes(field.key)}
                            start={editing.start}
                            onClose={() => setEditing(null)}
                            onStale={stale}
                            onAgain={(start) => setEditing({ key: field.key, start })}
                          />
                        </Suspense>
                      ) : open ? (
                        <button
                          type="button"
                          className="fact-edit"
                          aria-label={t('customers:edit_field', { field: labels.field(field.key) })}
                          onClick={() => setEditing({ key: field.key })}
                        >
                          {value(field)}
                          <Pencil size={13} aria-hidden />
                        </button>
                      ) : (
                        value(field)
                      )}
                    </dd>
                  </div>
                );
              })}
          </dl>
        </Section>
      ))}
      <Suspense fallback={<i className="bone" style={{ height: 120 }} />}>
        <OwnerHistory id={account.id} frozen={Boolean(account.trashed_at)} />
      </Suspense>
      <RecordHistory list="accounts" id={account.id} />
    </div>
  );
}
