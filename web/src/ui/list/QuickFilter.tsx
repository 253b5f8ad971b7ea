import { Popover } from 'antd';
import { Check, ChevronDown, Search, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, FilterValue, Within } from '@/api';
import { useLabels } from '@/lib';
import { Avatar } from '../Avatar';
import { ME, useRefNames, useRefOptions, useTags } from '../refs';

type Props = {
  list: string;
  field: FieldInfo;
  value: FilterValue | undefined;
  onChange: (value: FilterValue | undefined) => void;
};

type Option = { value: string; label: string; avatar?: boolean };

export const PRESETS: { key: string; value: Within }[] = [
  { key: 'today', value: { this: 'day' } },
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
  const [open, setOpen] = useState(false);
  const picked = Array.isArray(value) ? value.map(String) : [];
  const names = useRefNames(field.reference ?? '', field.kind === 'reference' ? picked : []);
  const preset = PRESETS.find((each) => JSON.stringify(each.value) === JSON.stringify(value));

  const labelOf = (each: string) => {
    if (field.kind === 'choice') return labels.choice(field.key, each);
    if (each === ME) return t('ui:me');
    return names.get(each) ?? each;
  };
  const summary =
    field.kind === 'boolean'
      ? value === undefined
        ? ''
        : t(value ? 'ui:yes' : 'ui:no')
      : preset
        ? t(`ui:range.${preset.key}`)
        : value !== undefined && !Array.isArray(value)
          ? t('ui:filter.custom')
          : picked.length > 2
            ? t('ui:filter.several', { first: labelOf(picked[0] ?? ''), count: picked.length })
            : picked.map(labelOf).join(t('ui:comma'));
  const label = labels.field(field.key);
  const toggle = (each: string) =>
    onChange(picked.includes(each) ? picked.filter((other) => other !== each) : [...picked, each]);

  return (
    <span className={`chip${summary ? ' on' : ''}`}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={setOpen}
        arrow={false}
        destroyOnHidden
        styles={{ container: { padding: 4 } }}
        content={
          field.kind === 'date' || field.kind === 'datetime' ? (
            <Options
              single
              options={PRESETS.map((each) => ({ value: each.key, label: t(`ui:range.${each.key}`) }))}
              picked={preset ? [preset.key] : []}
              onPick={(key) => {
                onChange(preset?.key === key ? undefined : PRESETS.find((each) => each.key === key)?.value);
                setOpen(false);
              }}
            />
          ) : field.kind === 'boolean' ? (
            <Options
              single
              options={[
                { value: 'yes', label: t('ui:yes') },
                { value: 'no', label: t('ui:no') },
              ]}
              picked={value === undefined ? [] : [value ? 'yes' : 'no']}
              onPick={(key) => {
                onChange(key === 'yes');
                setOpen(false);
              }}
            />
          ) : field.kind === 'reference' ? (
            <RefOptions list={field.reference ?? 'users'} picked={picked} names={names} onPick={toggle} />
          ) : field.kind === 'tags' ? (
            <TagOptions picked={picked} onPick={toggle} />
          ) : (
            <Options
              options={(field.choices ?? []).map((each) => ({ value: each, label: labelOf(each) }))}
              picked={picked}
              onPick={toggle}
            />
          )
        }
      >
        <button type="button" className="chip-open" aria-expanded={open} aria-haspopup="dialog">
          <span>{summary ? t('ui:filter.chip', { field: label }) : label}</span>
          {summary && <b className="clip">{summary}</b>}
          {!summary && <ChevronDown size={13} aria-hidden />}
        </button>
      </Popover>
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

type OptionsProps = {
  options: Option[];
  picked: string[];
  onPick: (value: string) => void;
  single?: boolean;
  typed?: string;
  onType?: (typed: string) => void;
};

/** Search is offered from this many options on. */
const MANY = 9;

function Options({ options, picked, onPick, single, typed, onType }: OptionsProps) {
  const { t } = useTranslation('ui');
  const [own, setOwn] = useState('');
  const id = useId();
  const words = typed ?? own;
  const shown = onType
    ? options
    : options.filter((option) => option.label.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <div className="options">
      {(onType || options.length >= MANY) && (
        <label className="options-search">
          <Search size={14} aria-hidden />
          <input
            value={words}
            placeholder={t('ui:search')}
            aria-label={t('ui:search')}
            aria-controls={id}
            onChange={(event) => (onType ?? setOwn)(event.target.value)}
          />
        </label>
      )}
      <ul id={id}>
        {shown.map((option) => (
          <li key={option.value}>
            <button
              type="button"
              aria-pressed={picked.includes(option.value)}
              onClick={() => onPick(option.value)}
            >
              <span className={`box${picked.includes(option.value) ? ' on' : ''}${single ? ' single' : ''}`}>
                {picked.includes(option.value) && <Check size={12} strokeWidth={3} aria-hidden />}
              </span>
              {option.avatar && <Avatar name={option.label} seed={option.value} size={20} />}
              <span className="clip">{option.label}</span>
            </button>
          </li>
        ))}
        {shown.length === 0 && <li className="none">{t('ui:nothing_found')}</li>}
      </ul>
    </div>
  );
}

type RefProps = { list: string; picked: string[]; names: Map<string, string>; onPick: (id: string) => void };

function RefOptions({ list, picked, names, onPick }: RefProps) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState('');
  const found = useRefOptions(list, typed);
  const me = list === 'users' && !typed ? [{ value: ME, label: t('ui:me') }] : [];
  const chosen = picked
    .filter((id) => id !== ME)
    .map((id) => ({ value: id, label: names.get(id) ?? id, avatar: true }));
  const rest = (found.data ?? [])
    .filter((ref) => !picked.includes(ref.id))
    .map((ref) => ({ value: ref.id, label: ref.name, avatar: true }));
  return (
    <Options
      options={[...me, ...chosen, ...rest]}
      picked={picked}
      onPick={onPick}
      typed={typed}
      onType={setTyped}
    />
  );
}

function TagOptions({ picked, onPick }: { picked: string[]; onPick: (tag: string) => void }) {
  const tags = useTags();
  const all = [...new Set([...picked, ...(tags.data ?? [])])];
  return <Options options={all.map((tag) => ({ value: tag, label: tag }))} picked={picked} onPick={onPick} />;
}
