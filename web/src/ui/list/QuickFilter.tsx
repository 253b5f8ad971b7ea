import { ChevronDown, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, FilterValue, Within } from '@/api';
import { quickOp, useFormat, useLabels, useMaybeMe } from '@/lib';
import { Drop } from '../Drop';
import { ME, useRefNames } from '../refs';

const QuickOptions = lazy(() => import('./QuickOptions').then((file) => ({ default: file.QuickOptions })));

type Props = {
  list: string;
  field: FieldInfo;
  value: FilterValue | undefined;
  onChange: (value: FilterValue | undefined) => void;
};

export const PRESETS: { key: string; value: Within }[] = [
  { key: 'this_day', value: { this: 'day' } },
  { key: 'last7', value: { last: 7, unit: 'day' } },
  { key: 'last30', value: { last: 30, unit: 'day' } },
  { key: 'last90', value: { last: 90, unit: 'day' } },
  { key: 'this_week', value: { this: 'week' } },
  { key: 'this_month', value: { this: 'month' } },
  { key: 'this_quarter', value: { this: 'quarter' } },
  { key: 'this_year', value: { this: 'year' } },
  { key: 'previous_month', value: { previous: 'month' } },
  { key: 'next7', value: { next: 7, unit: 'day' } },
];

/** A chip above the grid: a field's commonest condition in two clicks. */
export function QuickFilter({ list, field, value, onChange }: Props) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const format = useFormat();
  const currency = useMaybeMe()?.workspace.currency ?? 'CNY';
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const few = field.kind === 'integer' && field.choices !== undefined;
  const ranges = quickOp(field) === 'between';
  const picked =
    Array.isArray(value) && !ranges ? value.map(String) : few && value !== undefined ? [String(value)] : [];
  const names = useRefNames(field.reference ?? '', field.kind === 'reference' ? picked : []);
  const preset = PRESETS.find((each) => JSON.stringify(each.value) === JSON.stringify(value));

  const labelOf = (each: string) => {
    if (field.kind === 'choice' || field.custom?.choices || few) return labels.choice(field.key, each);
    if (each === ME) return t('ui:me');
    return names.get(each) ?? each;
  };
  const amount = (each: number) => {
    if (field.kind === 'ratio') return format.ratio(each);
    return field.kind === 'money' ? format.money({ minor: each, currency }) : format.number(each);
  };
  const shown = (): string => {
    if (value === undefined) return '';
    if (typeof value === 'boolean') return t(value ? 'ui:yes' : 'ui:no');
    if (preset) return t(`ui:range.${preset.key}`);
    if (typeof value === 'string') return value;
    if (ranges && Array.isArray(value)) {
      const [least, most] = value.map((each) => each !== '' && amount(Number(each)));
      if (least && most) return `${least} – ${most}`;
      return least ? `${t('ui:op.gte')} ${least}` : `${t('ui:op.lte')} ${most}`;
    }
    if (picked.length === 0) return t('ui:filter.custom');
    return picked.length > 2
      ? t('ui:filter.several', { first: labelOf(picked[0] ?? ''), count: picked.length })
      : picked.map(labelOf).join(t('ui:comma'));
  };
  const summary = shown();
  const before = useRef(summary);
  useEffect(() => {
    if (open || summary === before.current) return;
    before.current = summary;
    // What is set is longer, and may stick out of the line. With the next frame: first the router puts the line back where it was.
    const chip = opener.current?.parentElement;
    const frame = requestAnimationFrame(() =>
      chip?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' }),
    );
    return () => cancelAnimationFrame(frame);
  }, [open, summary]);
  const label = labels.field(field.key);
  const toggle = (each: string) =>
    onChange(picked.includes(each) ? picked.filter((other) => other !== each) : [...picked, each]);

  return (
    <span className={`chip${summary ? ' on' : ''}`}>
      <button
        ref={opener}
        type="button"
        className="chip-open"
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        <span>{summary ? t('ui:filter.chip', { field: label }) : label}</span>
        {summary && <b className="clip">{summary}</b>}
        {!summary && <ChevronDown size={13} aria-hidden />}
      </button>
      {open && opener.current && (
        <Drop anchor={opener.current} placement="bottomLeft" onClose={close}>
          <Suspense fallback={<div className="options" aria-busy="true" />}>
            <QuickOptions
              list={list}
              field={field}
              label={label}
              value={value}
              picked={preset ? [preset.key] : picked}
              names={names}
              nameOf={labelOf}
              onPick={toggle}
              onSet={(next) => {
                onChange(next);
                close();
              }}
            />
          </Suspense>
        </Drop>
      )}
      {summary && (
        <button
          type="button"
          className="chip-clear"
          aria-label={t('ui:filter.drop', { field: label })}
          onClick={() => onChange(undefined)}
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}
