import { ArrowDown, ArrowUp, GripVertical, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, ListInfo } from '@/api';
import { useLabels } from '@/lib';
import { Check } from './Check';
import { moved } from './columns';
import { stepOnArrows } from './stepOnArrows';

export type ColumnListProps = {
  list: string;
  info: ListInfo;
  columns: FieldInfo[];
  /** The keys to show, the name first; nothing for the list's own choice. */
  onChange: (keys: string[] | undefined) => void;
};

/**
 * Which columns show and in which order: found by typing, ticked with Space, moved with Alt and an arrow, by the buttons
 * or by dragging. A row stays where it is when it is ticked, so that several can be ticked in a row.
 */
export function ColumnList({ list, info, columns, onChange }: ColumnListProps) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const name = columns[0]?.key;
  const [order, setOrder] = useState(() => {
    const shown = columns.slice(1).map((field) => field.key);
    const rest = info.fields.map((field) => field.key).filter((key) => key !== name && !shown.includes(key));
    return [...shown, ...rest];
  });
  const [words, setWords] = useState('');
  const [said, setSaid] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const dragged = useRef<string | null>(null);
  const refocus = useRef<string | null>(null);
  const on = new Set(columns.slice(1).map((field) => field.key));
  const labelOf = (key: string) => labels.field(key);
  const wanted = words.trim().toLowerCase();
  const found = order.filter((key) => labelOf(key).toLowerCase().includes(wanted));

  useEffect(() => box.current?.querySelector<HTMLElement>('input')?.focus(), []);
  // A row that is moved in the page loses the focus.
  useLayoutEffect(() => {
    if (!refocus.current) return;
    box.current?.querySelector<HTMLElement>(`[data-key="${refocus.current}"] input`)?.focus();
    refocus.current = null;
  });

  const show = (next: string[], shown: Set<string>) => {
    setOrder(next);
    onChange([...(name ? [name] : []), ...next.filter((key) => shown.has(key))]);
  };
  const toggle = (key: string) => {
    const next = new Set(on);
    if (!next.delete(key)) next.add(key);
    show(order, next);
  };
  const moveTo = (key: string, place: number) => {
    if (place < 0 || place >= order.length) return;
    const next = moved(order, key, place);
    show(next, on);
    setSaid(t('ui:columns.moved', { field: labelOf(key), place: place + 1, total: next.length }));
  };
  const onRowKey = (event: KeyboardEvent, key: string) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!event.altKey || step === undefined || wanted) return;
    event.preventDefault();
    refocus.current = key;
    moveTo(key, order.indexOf(key) + step);
  };

  return (
    <div
      ref={box}
      className="options columns"
      role="dialog"
      aria-label={t('ui:columns.label')}
      onKeyDown={stepOnArrows}
    >
      <label className="options-search">
        <Search size={14} aria-hidden />
        <input
          value={words}
          placeholder={t('ui:columns.search')}
          aria-label={t('ui:columns.search')}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <ul>
        {found.map((key) => {
          const place = order.indexOf(key);
          const field = labelOf(key);
          return (
            <li
              key={key}
              data-key={key}
              className={`column-row${on.has(key) ? '' : ' off'}`}
              draggable={!wanted}
              onDragStart={() => {
                dragged.current = key;
              }}
              onDragOver={(event) => {
                event.preventDefault();
                if (dragged.current && dragged.current !== key) moveTo(dragged.current, place);
              }}
              onDragEnd={() => {
                dragged.current = null;
              }}
              onKeyDown={(event) => onRowKey(event, key)}
            >
              <Check
                tabbable
                checked={on.has(key)}
                label={t(on.has(key) ? 'ui:columns.hide' : 'ui:columns.show', { field })}
                onChange={() => toggle(key)}
              />
              <button type="button" className="clip" tabIndex={-1} onClick={() => toggle(key)}>
                {field}
              </button>
              {!wanted && (
                <>
                  <button
                    type="button"
                    className="icon-button small"
                    tabIndex={-1}
                    disabled={place === 0}
                    aria-label={t('ui:columns.up', { field })}
                    onClick={() => moveTo(key, place - 1)}
                  >
                    <ArrowUp size={14} aria-hidden />
                  </button>
                  <button
                    type="button"
                    className="icon-button small"
                    tabIndex={-1}
                    disabled={place === order.length - 1}
                    aria-label={t('ui:columns.down', { field })}
                    onClick={() => moveTo(key, place + 1)}
                  >
                    <ArrowDown size={14} aria-hidden />
                  </button>
                  <GripVertical size={14} className="grip" aria-hidden />
                </>
              )}
            </li>
          );
        })}
        {found.length === 0 && <li className="none">{t('ui:nothing_found')}</li>}
      </ul>
      <p className="columns-hint muted">{t('ui:columns.hint')}</p>
      <p className="sr-only" role="status">
        {said}
      </p>
      <button
        type="button"
        className="link columns-reset"
        onClick={() => {
          const own = info.default_columns.filter((key) => key !== name);
          setOrder([...own, ...order.filter((key) => !own.includes(key))]);
          onChange(undefined);
        }}
      >
        {t('ui:columns.reset')}
      </button>
    </div>
  );
}
