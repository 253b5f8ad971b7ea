import { useInfiniteQuery } from '@tanstack/react-query';

type Page<T> = { items: T[]; next_cursor?: string | null };
type Options<T> = {
  queryKey: readonly unknown[];
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>;
  /** How often to look again, by what is there; not at all by default. */
  again?: (entries: T[]) => number | false;
};

/** A history, newest first, that grows as one asks for more of it. */
export function useHistory<T>({ queryKey, read, again }: Options<T>) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: ({ state }) => again?.(state.data?.pages.flatMap((page) => page.items) ?? []) ?? false,
  });
  return { ...query, entries: query.data?.pages.flatMap((page) => page.items) ?? [] };
}
