import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldType } from '@/api';
import { RECKONED, TYPES } from './rules';
import { iconOf } from './typeIcons';

/** What a field shall hold, each with a sentence of what it is good for. */
export function TypePicker({ onPick }: { onPick: (type: FieldType) => void }) {
  const { t } = useTranslation('fields');
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), []);
  return (
    <ul ref={box} className="type-picker">
      {[...TYPES, ...RECKONED].map((type) => {
        const Icon = iconOf(type);
        return (
          <li key={type}>
            <button type="button" onClick={() => onPick(type)}>
              <Icon size={18} aria-hidden />
              <strong>{t(`fields:type.${type}`)}</strong>
              <span className="muted">{t(`fields:type_text.${type}`)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
