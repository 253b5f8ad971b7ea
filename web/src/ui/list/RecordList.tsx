import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { Bookmark, Download, ListChecks } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type FieldInfo,
  type Filter,
  keys,
  type Row,
  useList,
  useListInfo,
  useTotals,
  type View,
} from '@/api';
import {
  clickSort,
  keepSiblings,
  may,
  prune,
  stepFrom,
  useIsPhone,
  useLabels,
  useMe,
  useShortcuts,
} from '@/lib';
import { Empty } from '../Empty';
import { ErrorState } from '../ErrorState';
import { Field, type Tones } from '../Field';
import { KeyValue } from '../KeyValue';
import { Menu } from '../Menu';
import { PageHeader } from '../PageHeader';
import { SidePanel } from '../SidePanel';
import type { BulkAction } from './BulkBar';
import type { CardFields } from './Card';
import { ColumnChooser } from './ColumnChooser';
import { isNumeric } from './columns';
import { FilterBar, type Quick } from './FilterBar';
import { Grid } from './Grid';
import './list.css';
import { titleOf } from './Row';
import { type BulkField, useBulk } from './useBulk';
import { useListPage } from './useListPage';
import { useSortRefused } from './useSortRefused';
import { type Selection, useTicks } from './useTicks';
import { ViewTabs } from './ViewTabs';

const ViewDialog = lazy(() => import('./ViewDialog').then((file) => ({ default: file.ViewDialog })));
const BulkBar = lazy(() => import('./BulkBar').then((file) => ({ default: file.BulkBar })));
const BulkDialog = lazy(() => import('./BulkDialog').then((file) => ({ default: file.BulkDialog })));
const MoreTools = lazy(() => import('./MoreTools').then((file) => ({ default: file.MoreTools })));
const CellEditor = lazy(() => import('./CellEditor').then((file) => ({ default: file.CellEditor })));

export type RecordListProps = {
  /** The list's name in the API: `accounts`. */
  list: string;
  /** The kind's name in grants: `account`. */
  object: string;
  title: string;
  /** One line below the title. */
  sub?: ReactNode;
  actions?: ReactNode;
  /** Fields offered as quick filters, in order. */
  quick?: Quick[];
  /** The field of the first column; by default the name. */
  name?: string;
  tones?: Tones;
  card?: CardFields;
  /** Makes a new record; the key `n`. */
  onCreate?: () => void;
  /** Where a row leads. Without it, a row opens its panel. */
  href?: (row: Row) => string;
  /** The content of the quick-view panel; by default the columns of the row. */
  panel?: (row: Row, close: () => void) => ReactNode;
  /** More actions for ticked rows, before the built-in ones. */
  bulk?: BulkAction[];
  /** Off for lists that offer no bulk change, trash or export. */
  builtInBulk?: boolean;
  /** The fields that can be changed on many rows at once; by default those that can be edited in the list. */
  bulkFields?: string[];
  /** Fields that many rows get by a button each, in place of the one button that asks which field is meant. */
  bulkButtons?: BulkField[];
  exportable?: boolean;
  /** Always applied, never shown. Such a page has no saved views. */
  fixed?: Filter;
  /** The filter to begin with, where no view is chosen; shown, and cleared like any other. */
  start?: Filter;
  /** Other columns than the list's own to begin with. */
  columns?: string[];
  /** Shown when the list has no record at all. */
  empty?: ReactNode;
};

/** The one list page: views, filters, grid or cards, ticks, inline edit, quick view, sums, export. All state is in the URL. */
export function RecordList(props: RecordListProps) {
  const { list, object, title, actions, href, fixed, builtInBulk = true } = props;
  const { t } = useTranslation('ui');
  const navigate = useNavigate();
  const phone = useIsPhone();
  const { grants } = useMe();
  const exportable = (props.exportable ?? true) && may(grants, object, 'export');
  const client = useQueryClient();
  const info = useListInfo(list);
  const page = useListPage(info.data, list, fixed, props.name, props.columns, props.start);
  const labels = useLabels(list);
  const [picking, setPicking] = useState(false);
  const [exact, setExact] = useState<string | null>(null);
  const [summedFor, setSummedFor] = useState<string | null>(null);
  const [viewDialog, setViewDialog] = useState<{ view?: View } | null>(null);
  const [bulkChange, setBulkChange] = useState<{
    fields: string[];
    selection: Selection;
    clear: () => void;
  } | null>(null);

  const params = useMemo(
    () => ({
      filter: page.sent,
      q: page.q || undefined,
      sort: page.sort || undefined,
      columns: page.columns.map((field) => field.key),
    }),
    [page.sent, page.q, page.sort, page.columns],
  );
  const query = useList(list, params, page.ready);
  useSortRefused(query.error, () => page.change({ sort: info.data?.default_sort }));
  const summed = page.columns.filter((field) => field.summable).map((field) => field.key);
  const asked = JSON.stringify([params.filter, params.q]);
  // Short lists are summed as they come; over a long one it is work, and waits until somebody wants it.
  const sums = query.count?.exact === true || summedFor === asked;
  const totals = useTotals(list, params, {
    count: exact === asked,
    sums: phone || !page.ready || !sums ? [] : summed,
  });
  const count = (exact === asked ? totals.data?.count : undefined) ?? query.count;
  const ticks = useTicks(count, JSON.stringify([list, page.view?.id, asked]));
  const { rows } = query;

  const more = useCallback(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, [query.hasNextPage, query.isFetchingNextPage, query.fetchNextPage]);
  const peek = (row: Row) => page.peek(page.search.peek === row.id ? undefined : row.id);
  const open = (row: Row) => {
    if (href) void navigate({ to: href(row) });
    else page.peek(row.id);
  };
  const peeked = rows.find((row) => row.id === page.search.peek);
  const closePanel = () => page.peek(undefined);
  const stepBack = () => {
    if (page.search.peek) closePanel();
    else ticks.clear();
  };
  const panel =
    props.panel ??
    ((row: Row) => (
      <KeyValue
        items={page.columns.slice(1).map((field) => ({
          key: field.key,
          label: labels.field(field.key),
          value: <Field list={list} field={field} value={row[field.key]} tones={props.tones} exact />,
        }))}
      />
    ));
  const stale = () => void client.invalidateQueries({ queryKey: keys.list(list) });

  const selection: Selection = ticks.everything
    ? { filter: page.sent, q: params.q, count: count?.value ?? 0, exact: count?.exact ?? false }
    : { ids: ticks.rows.map((row) => row.id), count: ticks.count, exact: true };
  const mayChange = may(grants, object, 'change');
  const columns = useMemo(
    () => (mayChange ? page.columns : page.columns.map((field) => ({ ...field, editable: false }))),
    [mayChange, page.columns],
  );
  const editable = info.data?.fields.filter((field) => field.editable && field.key !== page.nameField) ?? [];
  const builtIn = editable.filter((field) => !field.custom);
  // What only one record may have, not many get.
  const own = editable.filter((field) => field.custom && !field.custom.unique);
  const bulk = useBulk({
    list,
    object,
    sort: page.sort,
    columns: params.columns,
    title: page.differs || params.q ? undefined : page.view?.name,
    changes: builtInBulk,
    exports: exportable,
    trashes: info.data?.has_trash ?? false,
    fields: props.bulkFields ?? builtIn.map((field) => field.key),
    own: own.map((field) => field.key),
    buttons: props.bulkButtons,
    onChange: (fields, each, clear) => setBulkChange({ fields, selection: each, clear }),
  });

  useEffect(() => {
    if (!fixed)
      keepSiblings(
        list,
        rows.map((row) => row.id),
      );
  }, [list, fixed, rows]);
  const stepPanel = (by: 1 | -1) => {
    const ids = rows.map((row) => row.id);
    const to = stepFrom(ids, page.search.peek, by);
    if (to) page.peek(to);
    if (by > 0 && ids.indexOf(to ?? '') >= ids.length - 2) more();
  };
  const { onCreate } = props;
  const editHref = peeked && href && may(grants, object, 'change') ? `${href(peeked)}/edit` : undefined;
  useShortcuts([
    ...(onCreate
      ? [{ keys: 'n', label: t('ui:shortcut.create'), group: t('ui:shortcut.list'), run: onCreate }]
      : []),
    ...(peeked
      ? [
          {
            keys: '[',
            label: t('ui:shortcut.previous'),
            group: t('ui:shortcut.panel'),
            run: () => stepPanel(-1),
          },
          { keys: ']', label: t('ui:shortcut.next'), group: t('ui:shortcut.panel'), run: () => stepPanel(1) },
        ]
      : []),
    ...(editHref
      ? [
          {
            keys: 'e',
            label: t('ui:shortcut.edit'),
            group: t('ui:shortcut.panel'),
            run: () => void navigate({ to: editHref }),
          },
        ]
      : []),
    { keys: 'j', label: t('ui:shortcut.down'), group: t('ui:shortcut.list'), run: focusGrid },
    { keys: 'k', label: t('ui:shortcut.up'), group: t('ui:shortcut.list'), run: focusGrid },
    { keys: 'x', label: t('ui:shortcut.tick'), group: t('ui:shortcut.list'), run: focusGrid },
  ]);

  const filtered = page.q !== '' || prune(page.filter) !== undefined;
  const failed = info.error ?? (rows.length === 0 ? query.error : null);
  const loading = !page.ready || query.isPending;
  const everything: Selection = { filter: page.sent, q: params.q, count: 0, exact: false };
  const tools = info.data && (
    <>
      {page.differs &&
        (phone ? (
          <button
            type="button"
            className="tool"
            aria-label={t('ui:views.save')}
            onClick={() => setViewDialog({ view: undefined })}
          >
            <Bookmark size={17} aria-hidden />
          </button>
        ) : (
          <Button
            size="small"
            type="text"
            icon={<Bookmark size={14} />}
            onClick={() => setViewDialog({ view: undefined })}
          >
            {t('ui:views.save')}
          </Button>
        ))}
      {phone && (
        <button
          type="button"
          className="tool"
          aria-label={t('ui:list.pick')}
          aria-pressed={picking}
          onClick={() => {
            setPicking(!picking);
            ticks.clear();
          }}
        >
          <ListChecks size={17} aria-hidden />
        </button>
      )}
      {phone ? (
        <Suspense fallback={<i className="tool" />}>
          <MoreTools
            columns={{ list, info: info.data, columns: page.columns, onChange: page.toColumns }}
            onExport={exportable ? (kind) => bulk.exportAs(everything, kind) : undefined}
          />
        </Suspense>
      ) : (
        <ColumnChooser list={list} info={info.data} columns={page.columns} onChange={page.toColumns} />
      )}
      {exportable && !phone && (
        <Menu
          label={t('ui:export.button')}
          placement="bottomRight"
          items={(['xlsx', 'csv'] as const).map((kind) => ({
            key: kind,
            label: t(`ui:export.${kind}`),
            onClick: () => bulk.exportAs(everything, kind),
          }))}
        >
          <button
            type="button"
            className="tool"
            aria-label={t('ui:export.button')}
            title={t('ui:export.button')}
          >
            <Download size={15} aria-hidden />
          </button>
        </Menu>
      )}
    </>
  );

  return (
    <div className="page list-page">
      <PageHeader title={title} sub={props.sub} actions={actions} />
      {!fixed && <ViewTabs page={page} onManage={(view) => setViewDialog({ view })} />}
      <FilterBar
        list={list}
        info={info.data}
        page={page}
        quick={props.quick ?? []}
        count={count}
        counting={exact === asked && totals.isFetching}
        onCount={() => setExact(asked)}
        tools={tools}
      />
      <div className="list-main">
        {failed ? (
          <ErrorState error={failed} onRetry={() => void (info.error ? info.refetch() : query.refetch())} />
        ) : !loading && rows.length === 0 ? (
          filtered ? (
            <Empty
              title={t('ui:list.none')}
              text={t('ui:list.none_text')}
              action={
                <Button onClick={() => page.change({ filter: { all: [] }, q: undefined })}>
                  {t('ui:filter.clear')}
                </Button>
              }
            />
          ) : (
            (props.empty ?? <Empty title={t('ui:list.empty')} action={actions} />)
          )
        ) : (
          <Grid
            list={list}
            title={title}
            rows={rows}
            total={count?.exact ? count.value : undefined}
            columns={columns}
            sort={page.sort}
            sums={summed.length > 0 ? (totals.data?.sums ?? {}) : undefined}
            sumsBusy={totals.isFetching}
            onSum={sums ? undefined : () => setSummedFor(asked)}
            loading={loading}
            stale={query.isPlaceholderData}
            more={query.hasNextPage}
            onMore={more}
            ticks={ticks}
            picking={picking}
            tones={props.tones}
            card={props.card}
            href={href}
            onOpen={open}
            onPeek={peek}
            peeked={page.search.peek}
            onSort={(field: FieldInfo, join) =>
              page.change({
                sort:
                  clickSort(page.sort, field.key, join, isNumeric(field) || field.kind.startsWith('date')) ||
                  undefined,
              })
            }
            onEscape={stepBack}
            editor={(row, field, cell) => (
              <Suspense fallback={null}>
                <CellEditor list={list} row={row} field={field} onStale={stale} {...cell} />
              </Suspense>
            )}
          />
        )}
        {peeked && (
          <SidePanel key="peek" focus={false} title={titleOf(peeked, page.columns[0])} onClose={closePanel}>
            {panel(peeked, closePanel)}
          </SidePanel>
        )}
        {ticks.count > 0 && (
          <Suspense>
            <BulkBar
              list={list}
              object={object}
              ticks={ticks}
              selection={selection}
              loaded={rows.length}
              count={count}
              actions={[...(props.bulk ?? []), ...bulk.actions]}
            />
          </Suspense>
        )}
      </div>
      <Suspense>
        {viewDialog && (
          <ViewDialog list={list} page={page} view={viewDialog.view} onClose={() => setViewDialog(null)} />
        )}
        {bulkChange && (
          <BulkDialog
            list={list}
            fields={info.data?.fields.filter((field) => bulkChange.fields.includes(field.key)) ?? []}
            amount={bulk.amountOf(bulkChange.selection)}
            onClose={() => setBulkChange(null)}
            onApply={(change) => {
              bulk.apply(bulkChange.selection, change);
              bulkChange.clear();
              setBulkChange(null);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

/** Brings the keys to the grid, which handles them itself from there. */
function focusGrid(event: KeyboardEvent) {
  const grid = document.querySelector<HTMLElement>('.grid-scroll');
  if (!grid || grid === document.activeElement) return;
  grid.focus();
  // The first press is not lost: it already goes to a row.
  grid.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true, cancelable: true }));
}
