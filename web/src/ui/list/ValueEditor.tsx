import { Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, FilterValue, OlderThan, Op, RelativeUnit, Within } from '@/api';
import { kindIn, useLabels } from '@/lib';
import { DayInput } from '../DayInput';
import { NumberInput } from '../NumberInput';
import { ME, useRefNames, useRefOptions, useTags } from '../refs';
import { Select } from '../Select';

type Props = {
  list: string;
  field: FieldInfo;
  op: Op;
  value: FilterValue | undefined;
  onChange: (value: FilterValue | undefined) => void;
  /** What it is called where several stand together. */
  label?: string;
};

const CENT = 100;
const UNITS: RelativeUnit[] = ['day', 'week', 'month', 'quarter', 'year'];

/** Beyond what the server counts with there is nothing, so the bound means the same. */
const within = (n: number) => Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, n));

function atLeastOne(n: number | null): number {
  return n && n > 0 ? n : 1;
}

/** The value of a condition, by the field's kind and the operator. */
export function ValueEditor({ list, field, op, value, onChange, ...given }: Props) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const tags = useTags(list);
  const texts = Array.isArray(value) ? value.map(String) : [];
  const label = given.label ?? t('ui:filter.value');
  const many = {
    mode: 'multiple' as const,
    size: 'small' as const,
    'aria-label': label,
    maxTagCount: 2,
    className: 'wide',
  };

  if (op === 'within') return <WithinEditor value={value as Within} onChange={onChange} />;
  if (op === 'older_than') {
    const older = value as OlderThan;
    return (
      <>
        <NumberInput
          size="small"
          decimals={0}
          aria-label={label}
          value={older.n}
          onChange={(n) => onChange({ ...older, n: atLeastOne(n) })}
        />
        <UnitSelect value={older.unit} onChange={(unit) => onChange({ ...older, unit })} />
      </>
    );
  }
  const choices = field.choices ?? field.custom?.choices?.map(({ key }) => key);
  if (choices) {
    return (
      <Select<string[]>
        {...many}
        value={texts}
        onChange={onChange}
        options={choices.map((each) => ({ value: each, label: labels.choice(field.key, each) }))}
      />
    );
  }
  if (field.kind === 'reference') {
    return <RefValues list={field.reference ?? ''} ids={texts} label={label} onChange={onChange} />;
  }
  if (field.kind === 'tags' || (field.kind === 'text' && (op === 'in' || op === 'not_in'))) {
    return (
      <Select<string[]>
        {...many}
        mode="tags"
        value={texts}
        onChange={onChange}
        options={field.kind === 'tags' ? (tags.data ?? []).map((tag) => ({ value: tag, label: tag })) : []}
      />
    );
  }
  if (field.kind === 'boolean') {
    return (
      <Select<string>
        size="small"
        className="wide"
        aria-label={label}
        value={value === true ? 'yes' : 'no'}
        onChange={(next) => onChange(next === 'yes')}
        options={[
          { value: 'yes', label: t('ui:yes') },
          { value: 'no', label: t('ui:no') },
        ]}
      />
    );
  }
  if (field.kind === 'text') {
    return (
      <Input
        size="small"
        aria-label={label}
        placeholder={labels.example(field.key)}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  // Filters compare minor units and basis points; people type yuan and per cent.
  const scale = field.kind === 'money' || field.kind === 'ratio' ? CENT : 1;
  const isDay = field.kind === 'date' || field.kind === 'datetime';
  const one = (each: unknown, name: string, change: (next: string | number | undefined) => void) =>
    isDay ? (
      <DayInput
        size="small"
        aria-label={name}
        className="wide"
        value={typeof each === 'string' && each ? dayjs(each) : null}
        onChange={(day) => change(day?.format('YYYY-MM-DD'))}
      />
    ) : (
      <NumberInput
        size="small"
        aria-label={name}
        className="wide"
        value={typeof each === 'number' ? each / scale : null}
        onChange={(next) => change(next === null ? undefined : within(Math.round(next * scale * 1e6) / 1e6))}
      />
    );
  if (op !== 'between') return one(value, label, onChange);
  const pair = Array.isArray(value) ? value : [];
  const put = (place: 0 | 1) => (next: string | number | undefined) => {
    const other = pair[1 - place] ?? '';
    onChange(place === 0 ? [next ?? '', other] : [other, next ?? '']);
  };
  return (
    <>
      {one(pair[0], t('ui:filter.from'), put(0))}
      <span className="muted">–</span>
      {one(pair[1], t('ui:filter.to'), put(1))}
    </>
  );
}

type UnitProps = {
  value: RelativeUnit;
  /** Whole units have names of their own: «本月» and not «本 个月». */
  kind?: WithinKind;
  onChange: (unit: RelativeUnit) => void;
};

function UnitSelect({ value, kind, onChange }: UnitProps) {
  const { t } = useTranslation('ui');
  const label = (unit: RelativeUnit) =>
    kind === 'this' || kind === 'previous' ? t(`ui:range.${kind}_${unit}`) : t(`ui:unit.${unit}`);
  return (
    <Select<RelativeUnit>
      size="small"
      aria-label={t('ui:filter.unit')}
      value={value}
      onChange={onChange}
      popupMatchSelectWidth={false}
      options={UNITS.map((unit) => ({ value: unit, label: label(unit) }))}
    />
  );
}

type WithinKind = 'last' | 'next' | 'this' | 'previous';

function WithinEditor({ value, onChange }: { value: Within; onChange: (value: Within) => void }) {
  const { t } = useTranslation('ui');
  const kind: WithinKind =
    'last' in value ? 'last' : 'next' in value ? 'next' : 'this' in value ? 'this' : 'previous';
  const n = 'last' in value ? value.last : 'next' in value ? value.next : 7;
  const unit = 'unit' in value ? value.unit : 'this' in value ? value.this : value.previous;
  const build = (each: WithinKind, count: number, by: RelativeUnit): Within => {
    if (each === 'last') return { last: count, unit: by };
    if (each === 'next') return { next: count, unit: by };
    return each === 'this' ? { this: by } : { previous: by };
  };
  return (
    <>
      <Select<WithinKind>
        size="small"
        aria-label={t('ui:filter.range')}
        value={kind}
        popupMatchSelectWidth={false}
        options={(['last', 'next', 'this', 'previous'] as const).map((each) => ({
          value: each,
          label: t(`ui:within.${each}`),
        }))}
        onChange={(each) => onChange(build(each, n, unit))}
      />
      {(kind === 'last' || kind === 'next') && (
        <NumberInput
          size="small"
          decimals={0}
          aria-label={t('ui:filter.value')}
          style={{ width: 64 }}
          value={n}
          onChange={(count) => onChange(build(kind, atLeastOne(count), unit))}
        />
      )}
      <UnitSelect value={unit} kind={kind} onChange={(by) => onChange(build(kind, n, by))} />
    </>
  );
}

type RefProps = { list: string; ids: string[]; label: string; onChange: (ids: string[]) => void };

function RefValues({ list, ids, label, onChange }: RefProps) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState('');
  const found = useRefOptions(list, typed);
  const names = useRefNames(list, ids);
  const me = kindIn(list)?.holdsMe ? [{ value: ME, label: t('ui:me') }] : [];
  const chosen = ids.filter((id) => id !== ME).map((id) => ({ value: id, label: names.get(id) ?? id }));
  const rest = (found.data ?? [])
    .filter((ref) => !ids.includes(ref.id))
    .map((ref) => ({ value: ref.id, label: ref.name }));
  return (
    <Select<string[]>
      mode="multiple"
      size="small"
      className="wide"
      aria-label={label}
      maxTagCount={2}
      value={ids}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      options={[...me, ...chosen, ...rest]}
      onChange={onChange}
    />
  );
}
