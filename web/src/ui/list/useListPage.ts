import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Filter, ListInfo, View } from '@/api';
import { useViews } from '@/api';
import { both, fieldsOf, type ListState, NO_VIEW, parseSort, prune, useIsPhone } from '@/lib';
import { shownColumns } from './columns';
import { useColumnChoice } from './useColumnChoice';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The step before this one is the same list without its quick view. */
    peeked?: boolean;
  }
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** The filter that a page begins with: what stands in its URL, else that of its view, else the page's own beginning. */
export function filterOf(
  chosen: Filter | undefined,
  view: Pick<View, 'filter'> | undefined,
  start: Filter | undefined,
): Filter | undefined {
  return chosen ?? (view ? (view.filter ?? undefined) : start);
}

/** Whether an address asks for rows of its own. One that does not shows the view that is the default. */
function asks({ filter, sort, q }: Partial<ListState>): boolean {
  return (filter ?? sort ?? q) !== undefined;
}

/**
 * The view that an address names once it is changed. Whoever asks more of the view that nobody had to name goes on looking at
 * it; whoever asks for nothing any more has not asked for it.
 */
function viewAfter(old: ListState, patch: Partial<ListState>, shown: string | undefined): string | undefined {
  if (old.view) return old.view;
  if (asks(patch)) return shown;
  return asks(old) && !asks({ ...old, ...patch }) ? NO_VIEW : undefined;
}

/** Everything about what a list page shows, from the URL, over the saved view, over what the person chose, over the list's own defaults. */
export function useListPage(
  info: ListInfo | undefined,
  list: string,
  fixed: Filter | undefined,
  nameField = 'name',
  own?: string[],
  start?: Filter,
) {
  const search = useSearch({ strict: false }) as ListState;
  const navigate = useNavigate();
  const views = useViews(list);
  const choice = useColumnChoice(list);

  /** A view that asks by a field which is not shown to this person would show nothing at all. */
  const usable = useMemo(() => {
    const known = new Set(info?.fields.map((field) => field.key));
    const asked = ({ filter, sort }: View) => [
      ...fieldsOf(filter),
      ...parseSort(sort ?? undefined).map(({ key }) => key),
    ];
    return (views.data ?? []).filter((each) => !info || asked(each).every((key) => known.has(key)));
  }, [views.data, info]);
  const view: View | undefined = useMemo(() => {
    // A view of the list is not one of its trash: its filter would hide what was thrown away.
    if (fixed) return undefined;
    if (search.view) return usable.find((each) => each.id === search.view);
    return asks(search) ? undefined : usable.find((each) => each.is_default);
  }, [usable, search, fixed]);

  const shownView = view?.id;
  const change = useCallback(
    (patch: Partial<ListState>) => {
      void navigate({
        to: '.',
        search: ((old: ListState) => ({ ...old, view: viewAfter(old, patch, shownView), ...patch })) as never,
        replace: true,
      });
    },
    [navigate, shownView],
  );

  const router = useRouter();
  const phone = useIsPhone();
  /** The quick view of a record; none closes it. On a phone it is all that one sees, and Back leads to the list. */
  const peek = useCallback(
    (id: string | undefined) => {
      const { search: now, state } = router.latestLocation;
      if (!id && state.peeked) return router.history.back();
      if (!id || !phone || (now as ListState).peek) return change({ peek: id });
      void navigate({
        to: '.',
        search: ((old: ListState) => ({ ...old, peek: id })) as never,
        state: { peeked: true },
      });
    },
    [router, phone, change, navigate],
  );

  const begun = filterOf(undefined, view, start);
  const filter = search.filter ?? begun;
  const sort = search.sort ?? view?.sort ?? info?.default_sort ?? '';
  // A view made by a program may name no columns: then it has no opinion.
  const viewed = view?.columns.length ? view.columns : undefined;
  const columnKeys = search.columns?.split(',') ?? viewed ?? own ?? choice.chosen;
  const joined = columnKeys?.join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the joined keys stand for the array.
  const columns = useMemo(
    () => (info ? shownColumns(info, nameField, columnKeys) : []),
    [info, nameField, joined],
  );
  const sent = useMemo(() => both(fixed, prune(filter)), [fixed, filter]);
  const differs =
    (search.filter !== undefined && !sameJson(prune(search.filter), prune(begun))) ||
    (search.sort !== undefined && search.sort !== (view?.sort ?? info?.default_sort)) ||
    (search.columns !== undefined &&
      !sameJson(search.columns.split(','), viewed ?? choice.chosen ?? info?.default_columns));

  const toView = useCallback(
    (id: string) =>
      change({
        view: id,
        filter: undefined,
        sort: undefined,
        columns: undefined,
        q: undefined,
        peek: undefined,
      }),
    [change],
  );

  /** Without a view the choice of columns is the person's; with one it is a change of the view, to be saved or not. */
  const toColumns = (next: string[] | undefined) => {
    if (view || own) return change({ columns: next?.join(',') });
    choice.keep(next);
    if (search.columns) change({ columns: undefined });
  };

  return {
    search,
    change,
    peek,
    toColumns,
    views: fixed ? [] : usable,
    view,
    /** What is shown when nothing else is chosen. */
    begun,
    /** What the person edits. */
    filter,
    /** What is sent: complete conditions only, and the page's own fixed filter. */
    sent,
    sort,
    columns,
    nameField,
    /** The page shows something else than its saved view. */
    differs,
    toView,
    q: search.q ?? '',
    ready: info !== undefined && !views.isPending,
  };
}

export type ListPage = ReturnType<typeof useListPage>;
