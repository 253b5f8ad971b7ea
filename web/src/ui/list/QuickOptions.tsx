import { Check, Search } from 'lucide-react';
import { lazy, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, FilterValue } from '@/api';
import { kindIn, useIsPhone } from '@/lib';
import { Avatar } from '../Avatar';
import { ME, useRefOptions, useTags } from '../refs';
import { PRESETS } from './QuickFilter';
import { stepOnArrows } from './stepOnArrows';

// Most chips offer choices, and need no date picker.
const QuickTyped = lazy(() => import('./QuickTyped').then((file) => ({ default: file.QuickTyped })));

/** `list` is that of a record, which has a picture. */
type Option = { value: string; label: string; list?: string };

type Props = {
  /** The list that is filtered. */
  list: string;
  field: FieldInfo;
  label: string;
  value: FilterValue | undefined;
  picked: string[];
  names: Map<string, string>;
  nameOf: (choice: string) => string;
  /** Takes one of several in or out. */
  onPick: (choice: string) => void;
  /** The one condition there can be; closes the box. */
  onSet: (value: FilterValue | undefined) => void;
};

/** What a chip offers, by the kind of its field. Loaded when a chip is opened for the first time. */
export function QuickOptions({ list, field, label, value, picked, names, nameOf, onPick, onSet }: Props) {
  const { t } = useTranslation('ui');
  const words = field.choices ?? field.custom?.choices?.map(({ key }) => key) ?? [];
  const choices = words.map((each) => ({ value: each, label: nameOf(each) }));
  switch (field.kind) {
    case 'date':
    case 'datetime':
      return (
        <Options
          single
          label={label}
          options={PRESETS.map((each) => ({ value: each.key, label: t(`ui:range.${each.key}`) }))}
          picked={picked}
          onPick={(key) =>
            onSet(picked.includes(key) ? undefined : PRESETS.find((each) => each.key === key)?.value)
          }
        />
      );
    case 'boolean':
      return (
        <Options
          single
          label={label}
          options={[
            { value: 'yes', label: t('ui:yes') },
            { value: 'no', label: t('ui:no') },
          ]}
          picked={typeof value === 'boolean' ? [value ? 'yes' : 'no'] : []}
          onPick={(key) => onSet(key === 'yes')}
        />
      );
    case 'reference':
      return (
        <RefOptions
          label={label}
          list={field.reference ?? ''}
          picked={picked}
          names={names}
          onPick={onPick}
        />
      );
    case 'tags':
      return <TagOptions list={list} label={label} picked={picked} onPick={onPick} />;
    case 'choice':
    case 'own_choice':
    case 'own_choices':
      return <Options label={label} options={choices} picked={picked} onPick={onPick} />;
    case 'integer':
    case 'decimal':
    case 'money':
    case 'ratio':
    case 'days':
    case 'text':
      return field.choices ? (
        <Options
          single
          label={label}
          options={choices}
          picked={picked}
          onPick={(key) => onSet(picked.includes(key) ? undefined : Number(key))}
        />
      ) : (
        <QuickTyped list={list} field={field} label={label} value={value} onSet={onSet} />
      );
  }
}

type OptionsProps = {
  label: string;
  options: Option[];
  picked: string[];
  onPick: (value: string) => void;
  single?: boolean;
  typed?: string;
  onType?: (typed: string) => void;
};

/** Search is offered from this many options on. */
const MANY = 9;

function Options({ label, options, picked, onPick, single, typed, onType }: OptionsProps) {
  const { t } = useTranslation('ui');
  const [own, setOwn] = useState('');
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  // A keyboard that slides up would cover the choices: on a phone the search waits for a touch.
  const phone = useIsPhone();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it opens.
  useLayoutEffect(() => {
    box.current?.querySelector<HTMLElement>(phone ? 'button' : 'input, button')?.focus();
  }, []);
  const words = typed ?? own;
  const shown = onType
    ? options
    : options.filter((option) => option.label.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <div ref={box} className="options" role="dialog" aria-label={label} onKeyDown={stepOnArrows}>
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
              {option.list && <Avatar name={option.label} seed={option.value} list={option.list} size={20} />}
              <span className="clip">{option.label}</span>
            </button>
          </li>
        ))}
        {shown.length === 0 && <li className="none">{t('ui:nothing_found')}</li>}
      </ul>
    </div>
  );
}

type RefProps = {
  label: string;
  list: string;
  picked: string[];
  names: Map<string, string>;
  onPick: (id: string) => void;
};

function RefOptions({ label, list, picked, names, onPick }: RefProps) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState('');
  const found = useRefOptions(list, typed);
  const me = kindIn(list)?.holdsMe && !typed ? [{ value: ME, label: t('ui:me') }] : [];
  const chosen = picked
    .filter((id) => id !== ME)
    .map((id) => ({ value: id, label: names.get(id) ?? id, list }));
  const rest = (found.data ?? [])
    .filter((ref) => !picked.includes(ref.id))
    .map((ref) => ({ value: ref.id, label: ref.name, list }));
  return (
    <Options
      label={label}
      options={[...me, ...chosen, ...rest]}
      picked={picked}
      onPick={onPick}
      typed={typed}
      onType={setTyped}
    />
  );
}

type TagProps = { list: string; label: string; picked: string[]; onPick: (tag: string) => void };

function TagOptions({ list, label, picked, onPick }: TagProps) {
  const tags = useTags(list);
  const all = [...new Set([...picked, ...(tags.data ?? [])])];
  return (
    <Options
      label={label}
      options={all.map((tag) => ({ value: tag, label: tag }))}
      picked={picked}
      onPick={onPick}
    />
  );
}
