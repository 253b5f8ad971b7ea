import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Schema, useListInfo } from '@/api';
import { isOwn, useFormat, useLabels, useMaybeMe } from '@/lib';
import './history.css';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What records are called, by their ids. */
export type Names = Schema<'History'>['names'];

type Props = { list: string; changes: Schema<'Change'>[]; names: Names };

/** Each changed field, before and after. */
export function ChangedFields({ list, changes, names }: Props) {
  // What the workspace calls its own fields, and what they hold, is told with the list.
  useListInfo(changes.some(({ field }) => isOwn(field)) ? list : undefined);
  const labels = useLabels(list);
  const show = useStoredValue(list, names);
  if (changes.length === 0) return null;
  return (
    <dl className="changed-fields">
      {changes.map(({ field, before, after }) => {
        const whole = labels.field(field);
        const plain = field.replace(/_(id|minor)$/, '');
        return (
          <div key={field}>
            <dt>{whole === field ? labels.field(plain) : whole}</dt>
            <dd>
              <span className="before">{show(field, before)}</span>
              <ArrowRight size={13} aria-hidden />
              <span>{show(field, after)}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** The columns of the database as people read them. */
function useStoredValue(list: string, names: Names) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const format = useFormat();
  const currency = useMaybeMe()?.workspace.currency ?? 'CNY';
  const show = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '–';
    if (typeof value === 'boolean') return t(value ? 'ui:yes' : 'ui:no');
    if (typeof value === 'number') {
      const { type, decimals = 0 } = labels.own(field) ?? {};
      return field.endsWith('_minor') || type === 'money'
        ? format.moneyExact({ minor: value, currency })
        : format.number(value / 10 ** decimals, decimals || undefined);
    }
    if (Array.isArray(value)) return value.map((each) => show(field, each)).join(t('ui:comma')) || '–';
    if (typeof value === 'object') return nameIn(value) ?? JSON.stringify(value);
    const text = String(value);
    // The database keeps «no date» as a day before all others.
    if (text.startsWith('0001-01-01')) return '–';
    if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return format.date(text);
    // Nobody reads an id; where it has no name, its end tells two of them apart.
    if (UUID.test(text)) return names[text] ?? `…${text.slice(-6)}`;
    return labels.choice(field, text);
  };
  return show;
}

/** What an object is called, or the record that it holds. */
function nameIn(value: object): string | undefined {
  if ('name' in value) return String(value.name);
  const held = Object.values(value).find((each) => typeof each === 'object' && each !== null);
  return held && nameIn(held);
}
