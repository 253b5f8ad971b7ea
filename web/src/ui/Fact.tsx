import { useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldInfo, keys, type Row } from '@/api';
import { useLabels, valueIn } from '@/lib';
import { Field, type Tones } from './Field';
import './fact.css';
import { linkOf, OwnValue } from './OwnValue';

const CellEditor = lazy(() => import('./list/CellEditor').then((file) => ({ default: file.CellEditor })));

type Props = {
  list: string;
  record: Row;
  field: FieldInfo;
  /** A text of several lines. */
  long?: boolean;
  tones?: Tones;
  /** Whether a press changes it in place. */
  open: boolean;
};

/** One field of a record: what it is called, and what it says. */
export function Fact({ list, record, field, tones, open, ...given }: Props) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const client = useQueryClient();
  const [editing, setEditing] = useState<{ start?: unknown } | null>(null);
  const long = given.long ?? field.custom?.type === 'long_text';
  const value = valueIn(record, field);
  const leads = linkOf(field, value) !== undefined;
  const plain = leads ? (
    <OwnValue list={list} field={field} value={value} />
  ) : (
    <Field list={list} field={field} value={value} tones={tones} exact />
  );
  const shown = long ? <span className="lines">{plain}</span> : plain;
  const edit = {
    'aria-label': t('ui:edit_field', { field: labels.field(field.key) }),
    onClick: () => setEditing({}),
  };
  return (
    <div>
      <dt>{labels.field(field.key)}</dt>
      <dd>
        {editing ? (
          <Suspense fallback={shown}>
            <CellEditor
              list={list}
              row={record}
              field={field}
              long={long}
              start={editing.start}
              onClose={() => setEditing(null)}
              onStale={() => void client.invalidateQueries({ queryKey: keys.record(list, record.id) })}
              onAgain={(start) => setEditing({ start })}
            />
          </Suspense>
        ) : !open ? (
          shown
        ) : leads ? (
          <span className="fact-link">
            {shown}
            <button type="button" className="icon-button small" {...edit}>
              <Pencil size={13} aria-hidden />
            </button>
          </span>
        ) : (
          <button type="button" className="fact-edit" {...edit}>
            {shown}
            <Pencil size={13} aria-hidden />
          </button>
        )}
      </dd>
    </div>
  );
}
