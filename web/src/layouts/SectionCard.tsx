import { Input } from 'antd';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Section } from '@/lib/layout';
import { FieldBox } from './FieldBox';
import { FieldRow } from './FieldRow';

export type Place = { title: string; section: number };

export type Shared = {
  list: string;
  /** Where a field can go. */
  places: Place[];
  dragged: string | null;
  onDrag: (field: string | null) => void;
  onPut: (field: string, section: number, place: number) => void;
  /** Says which button moves a field, which shall have the focus again afterwards. */
  onPress: (field: string, button: string) => void;
};

type Props = Shared & {
  section: Section;
  at: number;
  total: number;
  onTitle: (title: string) => void;
  onStep: (field: string, by: 1 | -1) => void;
  onMove: (by: 1 | -1) => void;
  onDrop: () => void;
};

/** A section with its title and fields; fields are moved by the buttons, with Alt and an arrow, or by dragging. */
export function SectionCard({ section, at, total, onTitle, onStep, onMove, onDrop, ...shared }: Props) {
  const { t } = useTranslation('layouts');
  const { title, fields } = section;
  return (
    <FieldBox {...shared} name={title} at={at} fields={fields}>
      <header>
        <Input
          value={title}
          aria-label={t('layouts:title')}
          status={title.trim() === '' ? 'error' : undefined}
          onChange={(event) => onTitle(event.target.value)}
        />
        <button
          type="button"
          className="icon-button"
          disabled={at === 0}
          aria-label={t('layouts:section_up', { title })}
          onClick={() => onMove(-1)}
        >
          <ArrowUp size={15} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          disabled={at === total - 1}
          aria-label={t('layouts:section_down', { title })}
          onClick={() => onMove(1)}
        >
          <ArrowDown size={15} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          disabled={total === 1}
          aria-label={t('layouts:drop', { title })}
          onClick={onDrop}
        >
          <Trash2 size={15} aria-hidden />
        </button>
      </header>
      {fields.length === 0 ? (
        <p className="muted quiet">{t('layouts:empty')}</p>
      ) : (
        <ul>
          {fields.map((field, place) => (
            <FieldRow
              key={field}
              {...shared}
              field={field}
              at={at}
              place={place}
              steps={{
                up: place > 0 || at > 0 ? () => onStep(field, -1) : undefined,
                down: place < fields.length - 1 || at < total - 1 ? () => onStep(field, 1) : undefined,
              }}
            />
          ))}
        </ul>
      )}
    </FieldBox>
  );
}
