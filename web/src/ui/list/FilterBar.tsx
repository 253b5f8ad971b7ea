import { ListFilter, Search, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Count, FieldInfo, Filter, ListInfo } from '@/api';
import {
  countConditions,
  isComposing,
  prune,
  quickOp,
  quickValue,
  useFormat,
  useShortcuts,
  withQuick,
} from '@/lib';
import { Drop } from '../Drop';
import { QuickFilter } from './QuickFilter';
import type { ListPage } from './useListPage';

const FilterBuilder = lazy(() => import('./FilterBuilder').then((file) => ({ default: file.FilterBuilder })));

/** A field that is filtered by one press, or a number of which there are only a few. */
export type Quick = string | { key: string; values: number[] };

type Props = {
  list: string;
  info: ListInfo | undefined;
  page: ListPage;
  quick: Quick[];
  count: Count | undefined;
  counting: boolean;
  onCount: () => void;
  tools: ReactNode;
};

/** Typing asks the server only after a pause. */
const PAUSE = 250;

/** Search, quick filters, the filter builder, the count and the tools: one row above the grid. */
export function FilterBar({ list, info, page, quick, count, counting, onCount, tools }: Props) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const fields = info?.fields.filter((field) => field.filterable) ?? [];
  const chips: FieldInfo[] = quick.flatMap((each) => {
    const { key, values } = typeof each === 'string' ? { key: each, values: undefined } : each;
    const field = fields.find((one) => one.key === key);
    if (!field) return [];
    return [values ? { ...field, choices: values.map(String) } : field];
  });
  const setFilter = (filter: Filter | undefined) => page.change({ filter: filter ?? { all: [] } });
  const total = countConditions(prune(page.filter));
  const opener = useRef<HTMLButtonElement>(null);
  const [building, setBuilding] = useState(false);
  const inChips = chips.filter((field) => quickValue(page.filter, field) !== undefined).length;
  const beyond = total - inChips;
  return (
    <div className="filter-bar">
      <SearchBox value={page.q} onChange={(q) => page.change({ q: q || undefined })} />
      <div className="chips">
        <div
          className="chips-line"
          // Where they have no room, a wheel that turns only up and down moves them too.
          onWheel={(event) => {
            event.currentTarget.scrollLeft += event.deltaY;
          }}
        >
          {chips.map((field) => (
            <QuickFilter
              key={`${field.key}${quickOp(field)}`}
              list={list}
              field={field}
              value={quickValue(page.filter, field)}
              onChange={(value) => setFilter(withQuick(page.filter, field, value))}
            />
          ))}
        </div>
        <button
          ref={opener}
          type="button"
          className={`chip-open alone${beyond > 0 ? ' on' : ''}`}
          disabled={fields.length === 0}
          aria-expanded={building}
          onClick={() => setBuilding(!building)}
        >
          <ListFilter size={14} aria-hidden />
          {beyond > 0 ? t('ui:filter.more_on', { count: beyond }) : t('ui:filter.open')}
        </button>
        {building && opener.current && (
          <Drop anchor={opener.current} placement="bottomLeft" onClose={() => setBuilding(false)}>
            <Suspense fallback={<div className="builder" aria-busy="true" />}>
              <FilterBuilder list={list} fields={fields} filter={page.filter} onChange={setFilter} />
            </Suspense>
          </Drop>
        )}
        {(total > 0 || page.q) && (
          <button
            type="button"
            className="clear-all"
            onClick={() => page.change({ filter: page.begun ? { all: [] } : undefined, q: undefined })}
          >
            {t('ui:filter.clear')}
          </button>
        )}
      </div>
      <div className="bar-end">
        {count && (
          <button
            type="button"
            className="count"
            disabled={count.exact}
            title={count.exact ? undefined : t('ui:list.count_hint')}
            aria-busy={counting}
            onClick={onCount}
          >
            {counting
              ? t('ui:list.counting')
              : t('ui:list.count', {
                  total: format.count(count),
                  count: count.value,
                })}
          </button>
        )}
        {tools}
      </div>
    </div>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState(value);
  const box = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    // The URL changed by other means: a view, the back button.
    if (value !== sent.current) {
      sent.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      latest.current(typed.trim());
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  useShortcuts([
    {
      keys: '/',
      label: t('ui:shortcut.search'),
      group: t('ui:shortcut.list'),
      run: () => box.current?.focus(),
    },
  ]);
  return (
    <label className="search-box">
      <Search size={14} aria-hidden />
      <input
        ref={box}
        type="search"
        value={typed}
        placeholder={t('ui:list.search')}
        aria-label={t('ui:list.search')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !isComposing(event)) event.currentTarget.blur();
        }}
      />
      {typed && (
        <button type="button" aria-label={t('ui:clear')} onClick={() => setTyped('')}>
          <X size={13} aria-hidden />
        </button>
      )}
    </label>
  );
}
