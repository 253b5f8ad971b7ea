import {
  hashKey,
  keepPreviousData,
  QueryClient,
  queryOptions,
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, readPage, records } from './client';
import { isLost, isPassing } from './problem';
import type { Job, ListInfo, ListParams, Me, Row, View } from './types';

/** The names of cached answers. Live updates find them by list, by id, and by what they are shown beneath (`under`). */
export const keys = {
  me: ['me'] as const,
  setup: ['setup'] as const,
  listInfo: (list: string) => ['list-info', list] as const,
  list: (list: string, params?: ListParams) =>
    params ? (['list', list, params] as const) : (['list', list] as const),
  record: (list: string, id: string) => ['record', list, id] as const,
  /** Anything shown beneath a record: its timeline, what hangs on it. */
  under: (id: string, what: string) => ['under', id, what] as const,
  views: (list: string) => ['views', list] as const,
  job: (id: string) => ['job', id] as const,
  notifications: ['notifications'] as const,
};

export const PAGE_ROWS = 100;

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        refetchOnWindowFocus: false,
      },
      // Without a network what is saved fails at once and is told; waiting for it would look like saved.
      mutations: { networkMode: 'always' },
    },
  });
}

// The shell's route itself decides between sign-in and first setup when nobody is signed in.
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: (): Promise<Me> => api.get('/me', undefined, { redirect: false }),
  staleTime: 300_000,
});

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: () => api.get('/setup', undefined, { redirect: false }),
  staleTime: 0,
});

/**
 * What a list can show, filter, sort and sum. It changes with the server's version, and when somebody adds a field: who hears
 * nothing of that sees it soon.
 */
export function useListInfo(list: string | undefined) {
  return useQuery({
    queryKey: keys.listInfo(list ?? ''),
    queryFn: (): Promise<ListInfo> => api.get(`/lists/${list ?? ''}`),
    staleTime: 60_000,
    enabled: list !== undefined,
  });
}

type CursorPage = { items: unknown[]; next_cursor?: string | null };

type Pages<P extends CursorPage> = {
  queryKey: readonly unknown[];
  /** Nothing where there is nothing to be read. */
  read: ((cursor: string | undefined, signal: AbortSignal) => Promise<P>) | undefined;
  enabled?: boolean;
  /** What was read by another key stays while this one is read, so that nothing jumps. */
  keep?: boolean;
  /** How often to look again, by what is there; not at all by default. */
  again?: (items: P['items'][number][]) => number | false;
};

/** Whatever is read a page at a time: `items` grow as `fetchNextPage` is called. */
export function usePages<P extends CursorPage>({ queryKey, read, enabled, keep, again }: Pages<P>) {
  const query = useInfiniteQuery({
    queryKey,
    enabled,
    queryFn: read ? ({ pageParam, signal }) => read(pageParam, signal) : skipToken,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keep ? keepPreviousData : undefined,
    refetchInterval: ({ state }) => again?.(itemsOf(state.data?.pages)) ?? false,
  });
  const items = useMemo(() => itemsOf(query.data?.pages), [query.data]);
  return { ...query, items, pages: query.data?.pages ?? [] };
}

function itemsOf<P extends CursorPage>(pages: P[] = []): P['items'][number][] {
  return pages.flatMap((page) => page.items);
}

/** A list by keyset pages, in the order and with the filter asked for. */
export function useList<T extends Row = Row>(list: string, params: ListParams, enabled = true) {
  const { items, pages, ...query } = usePages({
    queryKey: keys.list(list, params),
    enabled,
    read: (cursor, signal) =>
      readPage<T>(list, { limit: PAGE_ROWS, ...params, cursor, count: cursor ? 'none' : 'capped' }, signal),
    keep: true,
  });
  return { ...query, rows: items, count: pages[0]?.count ?? undefined };
}

/** The exact number and the sums of a whole filter, read beside the rows and never before them. */
export function useTotals(list: string, params: ListParams, ask: { count?: boolean; sums?: string[] }) {
  const wanted = ask.count || (ask.sums?.length ?? 0) > 0;
  const whole = ['totals', list, params.filter, params.q] as const;
  return useQuery({
    queryKey: [...whole, ask],
    enabled: wanted,
    queryFn: ({ signal }) =>
      readPage(
        list,
        { filter: params.filter, q: params.q, limit: 1, count: ask.count ? 'exact' : 'none', sums: ask.sums },
        signal,
      ),
    // What was asked of the same rows stays while more is asked of them; the number of other rows would be a wrong one.
    placeholderData: (before, query) =>
      query && hashKey(query.queryKey.slice(0, whole.length)) === hashKey(whole) ? before : undefined,
  });
}

export function useRecord<T extends Row = Row>(list: string, id: string | undefined) {
  return useQuery({
    queryKey: keys.record(list, id ?? ''),
    queryFn: () => records.read<T>(list, id ?? ''),
    enabled: id !== undefined,
  });
}

type Save = {
  id?: string;
  version?: number;
  body: Record<string, unknown>;
  /** What is said of a new record beside its fields. */
  query?: Record<string, string>;
};

/** Creates (no id) or changes (id and version) a record of a list, then refreshes what shows it. */
export function useSave<T extends Row = Row>(list: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, body, query }: Save) =>
      id ? records.change<T>(list, id, body, version) : records.create<T>(list, body, query),
    onSuccess: (record) => {
      client.setQueryData(keys.record(list, record.id), record);
      void client.invalidateQueries({ queryKey: keys.list(list) });
      void client.invalidateQueries({ queryKey: ['totals', list] });
      void client.invalidateQueries({ queryKey: ['under'] });
    },
  });
}

export function useRemove(list: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version?: number }) => records.remove(list, id, version),
    onSuccess: (_, { id }) => {
      client.removeQueries({ queryKey: keys.record(list, id) });
      void client.invalidateQueries({ queryKey: keys.list(list) });
      void client.invalidateQueries({ queryKey: ['totals', list] });
      void client.invalidateQueries({ queryKey: ['under'] });
    },
  });
}

export function useViews(list: string) {
  return useQuery({
    queryKey: keys.views(list),
    queryFn: (): Promise<View[]> => api.get('/views', { list }),
    staleTime: 120_000,
  });
}

const POLL = 2_000;

/** Live events move a job's bar; polling is the safety net when the event stream is cut. */
export function useJob(id: string | undefined) {
  return useQuery({
    queryKey: keys.job(id ?? ''),
    queryFn: (): Promise<Job> => api.get(`/jobs/${id ?? ''}`),
    enabled: id !== undefined,
    refetchInterval: ({ state: { data, error } }) =>
      isLost(error) || (data && !['queued', 'running'].includes(data.state)) ? false : POLL,
  });
}
