import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Money as Amount, FieldInfo, Ref } from '@/api';
import { isLongAgo, kindIn, useFormat, useLabels } from '@/lib';
import { Avatar } from './Avatar';
import { Money } from './Money';
import { Pill } from './Pill';
import './small.css';
import { type Tone, toneAt } from './tint';
import { When } from './When';

/** The colours of the choices that tell something. A date with a tone for `late` is one by which something is to be done. */
export type Tones = Record<string, Record<string, Tone>>;

type Props = { list: string; field: FieldInfo; value: unknown; tones?: Tones; exact?: boolean };

export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'name' in value;
}

export function isMoney(value: unknown): value is Amount {
  return typeof value === 'object' && value !== null && 'minor' in value;
}

/** A value of any kind as it is read on a screen. */
export function Field({ list, field, value, tones, exact = false }: Props) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const format = useFormat();
  if (value === null || value === undefined || value === '') return <span className="muted">–</span>;
  if (field.kind === 'money' && isMoney(value)) return <Money value={value} exact={exact} />;
  if (field.kind === 'ratio' && typeof value === 'number') return <>{format.ratio(value)}</>;
  if (field.kind === 'date') {
    const day = String(value);
    if (kindIn(list)?.columns?.overdue?.includes(field.key) && isLongAgo(day))
      return <>{labels.choice(field.key, 'over_a_year')}</>;
    return <When value={day} exact due={tones?.[field.key]?.late !== undefined} />;
  }
  if (field.kind === 'datetime') return <When value={String(value)} exact={exact} />;
  if (field.kind === 'boolean') return value ? <Check size={15} /> : <Minus size={15} className="muted" />;
  if (field.kind === 'reference' && isRef(value)) {
    return (
      <span className="who">
        <Avatar name={value.name} seed={value.id} list={field.reference} />
        <span className="clip">{value.name}</span>
      </span>
    );
  }
  if (field.kind === 'choice' || field.kind === 'own_choice') {
    const choice = String(value);
    // Where a page names its telling fields, the others stay plain: a row of eight colours tells nothing.
    if (field.custom || (tones && !tones[field.key])) return <>{labels.choice(field.key, choice)}</>;
    const tone = tones?.[field.key]?.[choice] ?? toneAt(field.choices?.indexOf(choice) ?? 0);
    return <Pill tone={tone}>{labels.choice(field.key, choice)}</Pill>;
  }
  if ((field.kind === 'tags' || field.kind === 'own_choices') && Array.isArray(value)) {
    if (value.length === 0) return <span className="muted">–</span>;
    const words = value.map((word) => labels.choice(field.key, String(word)));
    return (
      <span className="tags" title={words.join(t('ui:comma'))}>
        {words.map((word) => (
          <span className="tag clip" key={word}>
            {word}
          </span>
        ))}
      </span>
    );
  }
  if (typeof value === 'number') return <>{format.number(value, field.decimals)}</>;
  if (Array.isArray(value)) {
    return (
      <>
        {value
          .map((part) => (isRef(part) ? part.name : labels.choice(field.key, String(part))))
          .join(t('ui:comma'))}
      </>
    );
  }
  return <>{isRef(value) ? value.name : String(value)}</>;
}
