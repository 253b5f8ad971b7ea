import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money as Amount, FieldInfo, Row } from '@/api';
import { parseSort, placeIn, useIsPhone, useLabels, useStable } from '@/lib';
import { Field, type Tones } from '../Field';
import { type CardFields, ListCard } from './Card';
import { Check } from './Check';
import { isNumeric, minWidthOf, templateOf } from './columns';
import { GridRow } from './Row';
import type { Ticks } from './useTicks';

export type GridProps = {
  list: string;
  title: string;
  rows: Row[];
  total: number | undefined;
  columns: FieldInfo[];
  sort: string;
  sums?: Record<string, Amount | number | null>;
  sumsBusy: boolean;
  /** Sums are reckoned when this is called; absent when they are there or on their way. */
  onSum?: () => void;
  loading: boolean;
  stale: boolean;
  more: boolean;
  onMore: () => void;
  ticks: Ticks;
  /** On a phone: boxes to tick are shown. */
  picking: boolean;
  tones?: Tones;
  card?: CardFields;
  href?: (row: Row) => string;
  onOpen?: (row: Row) => void;
  onPeek: (row: Row) => void;
  peeked: string | undefined;
  onSort: (field: FieldInfo, join: boolean) => void;
  onEscape: () => void;
  editor: (row: Row, field: FieldInfo, cell: OpenCell) => ReactNode;
};

/** What the editor of a cell is told, and how it is left. */
export type OpenCell = { start?: unknown; onClose: () => void; onAgain: (typed: unknown) => void };

const ROW = 40;
const CARD = 70;
const BONES = 14;
/** Ask for the next page this many rows before the end is seen. */
const AHEAD = 30;

/** The virtual grid (cards on a phone). It knows rows and keys; the page around it knows the server. */
export function Grid(props: GridProps) {
  const { list, rows, columns, ticks, onMore, more, peeked, onPeek } = props;
  const { t } = useTranslation('ui');
  const phone = useIsPhone();
  const labels = useLabels(list);
  const scroller = useRef<HTMLDivElement>(null);
  const base = useId();
  const [active, setActive] = useState(-1);
  const [column, setColumn] = useState(0);
  const [editing, setEditing] = useState<{ id: string; key: string; start?: unknown } | null>(null);
  const template = useMemo(() => templateOf(list, columns), [list, columns]);
  const sorted = parseSort(props.sort);
  const size = phone ? CARD : ROW;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the row height changes.
  useEffect(() => virtual.measure(), [size]);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - AHEAD) onMore();
  }, [more, last, rows.length, onMore]);

  // Coming back from a record, one stands where one stood, and the keys go on from there.
  const back = useRef(placeIn(list));
  useEffect(() => {
    const index = rows.findIndex((row) => row.id === back.current);
    if (index < 0) return;
    back.current = undefined;
    setActive(index);
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [rows]);

  const move = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    const row = rows[next];
    if (row && peeked && row.id !== peeked) onPeek(row);
  };
  const stopEditing = () => {
    setEditing(null);
    scroller.current?.focus();
  };
  // The rows are memoised, so what they are given must stay the same from one drawing to the next.
  const tick = useStable((row: Row, index: number, range: boolean) => ticks.toggle(row, index, range, rows));
  const peek = useStable(onPeek);
  const startEditing = useStable((row: Row, field: FieldInfo, index: number) => {
    setActive(index);
    setEditing({ id: row.id, key: field.key });
  });
  const editor = useStable((row: Row, field: FieldInfo) =>
    props.editor(row, field, {
      start: editing?.start,
      onClose: stopEditing,
      onAgain: (start) => {
        const index = rows.findIndex((each) => each.id === row.id);
        if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
        setEditing({ id: row.id, key: field.key, start });
      },
    }),
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.altKey) return;
    const row = rows[active];
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      PageDown: active + 12,
      PageUp: active - 12,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    const field = columns[column];
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') ticks.tickAll(rows);
    else if (event.ctrlKey || event.metaKey) return;
    else if (to !== undefined) {
      if (event.shiftKey && row) ticks.toggle(row, active, false, rows);
      move(to);
    } else if (event.key === 'ArrowRight') setColumn(Math.min(columns.length - 1, column + 1));
    else if (event.key === 'ArrowLeft') setColumn(Math.max(0, column - 1));
    else if (event.key === 'Enter' && row) props.onOpen?.(row);
    else if (event.key === ' ' && row) onPeek(row);
    else if (event.key === 'x' && row) ticks.toggle(row, active, false, rows);
    else if ((event.key === 'F2' || event.key === 'e') && row && field?.editable)
      startEditing(row, field, active);
    else if (event.key === 'Escape') props.onEscape();
    else return;
    event.preventDefault();
  };

  const anyTicked = ticks.count > 0;
  return (
    <div className={`grid-box${props.stale ? ' stale' : ''}`}>
      <div
        ref={scroller}
        className="grid-scroll"
        role="grid"
        tabIndex={0}
        aria-label={props.title}
        aria-rowcount={props.total ?? -1}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        aria-busy={props.loading}
        aria-activedescendant={active >= 0 && rows[active] ? `${base}${rows[active].id}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div className="grid-inner" style={phone ? undefined : { minWidth: minWidthOf(list, columns) }}>
          {!phone && (
            <div className="grid-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
              <div role="columnheader" className="cell tick">
                <Check
                  checked={rows.length > 0 && rows.every((row) => ticks.has(row.id))}
                  some={anyTicked}
                  label={t('ui:list.tick_all')}
                  onChange={(checked) => (checked ? ticks.tickAll(rows) : ticks.clear())}
                />
              </div>
              {columns.map((field, index) => {
                const place = sorted.findIndex((entry) => entry.key === field.key);
                const key = sorted[place];
                const Arrow = key?.descending ? ArrowDown : ArrowUp;
                return (
                  <div
                    key={field.key}
                    role="columnheader"
                    aria-colindex={index + 2}
                    aria-sort={key ? (key.descending ? 'descending' : 'ascending') : undefined}
                    className={`cell${index === 0 ? ' name' : ''}${isNumeric(field) ? ' right' : ''}`}
                  >
                    {field.sortable ? (
                      <button
                        type="button"
                        className={`sort${key ? ' on' : ''}`}
                        title={t('ui:list.sort_hint')}
                        onClick={(event) => props.onSort(field, event.shiftKey)}
                      >
                        <span className="clip">{labels.field(field.key)}</span>
                        {key && <Arrow size={13} aria-hidden />}
                        {key && sorted.length > 1 && <sup>{place + 1}</sup>}
                      </button>
                    ) : (
                      <span className="clip">{labels.field(field.key)}</span>
                    )}
                  </div>
                );
              })}
            </div>
          )}
          <div
            role="rowgroup"
            className="grid-body"
            style={{ height: props.loading ? BONES * size : virtual.getTotalSize() }}
          >
            {props.loading
              ? Array.from({ length: BONES }, (_, index) => (
                  <Bone
                    key={`bone${index}`}
                    top={index * size}
                    phone={phone}
                    template={template}
                    columns={columns.length}
                  />
                ))
              : shown.map((item) => {
                  const row = rows[item.index];
                  if (!row) return null;
                  const shared = {
                    list,
                    row,
                    index: item.index,
                    top: item.start,
                    columns,
                    tones: props.tones,
                    href: props.href,
                  };
                  return phone ? (
                    <ListCard
                      key={row.id}
                      {...shared}
                      fields={props.card}
                      ticked={ticks.has(row.id)}
                      ticking={anyTicked || props.picking}
                      onTick={tick}
                      onPeek={peek}
                    />
                  ) : (
                    <GridRow
                      key={row.id}
                      {...shared}
                      id={`${base}${row.id}`}
                      template={template}
                      ticked={ticks.has(row.id)}
                      active={item.index === active || peeked === row.id}
                      activeColumn={item.index === active ? column : -1}
                      editing={editing?.id === row.id ? editing.key : null}
                      onTick={tick}
                      onActive={setActive}
                      onPeek={peek}
                      onEdit={startEditing}
                      editor={editor}
                    />
                  );
                })}
          </div>
          {props.sums && !phone && rows.length > 0 && (
            <div
              className="grid-sums"
              role="row"
              aria-busy={props.sumsBusy}
              style={{ gridTemplateColumns: template }}
            >
              <div role="gridcell" className="cell tick" />
              {columns.map((field, index) => (
                <div
                  key={field.key}
                  role="gridcell"
                  className={`cell${index === 0 ? ' name' : ''}${isNumeric(field) ? ' right' : ''}`}
                >
                  {index === 0 &&
                    (props.onSum ? (
                      <button type="button" className="link" onClick={props.onSum}>
                        {t('ui:list.sum_up')}
                      </button>
                    ) : (
                      <span className="muted">{t('ui:list.sums')}</span>
                    ))}
                  {props.sums?.[field.key] !== undefined && (
                    <Field list={list} field={field} value={props.sums[field.key]} />
                  )}
                </div>
              ))}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function Bone({
  top,
  phone,
  template,
  columns,
}: {
  top: number;
  phone: boolean;
  template: string;
  columns: number;
}) {
  if (phone) {
    return (
      <div className="list-card" style={{ transform: `translateY(${top}px)` }} aria-hidden="true">
        <span className="card-body">
          <i className="bone" style={{ width: '62%' }} />
          <i className="bone" style={{ width: '38%', marginTop: 12 }} />
        </span>
      </div>
    );
  }
  return (
    <div
      className="grid-row"
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }}
      aria-hidden="true"
    >
      <div className="cell tick" />
      {Array.from({ length: columns }, (_, index) => (
        <div className="cell" key={`bone${index}`}>
          <i className="bone" style={{ width: `${index === 0 ? 62 : 48 + ((index * 17) % 30)}%` }} />
        </div>
      ))}
    </div>
  );
}
