import { useInfiniteQuery } from '@tanstack/react-query';
import { api, keys, type Schema } from '@/api';

/** The people of an account, a page at a time. */
export function useAccountContacts(account: string, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: keys.under(account, 'contacts'),
    queryFn: ({ pageParam }): Promise<Schema<'People'>> =>
      api.get(`/accounts/${account}/contacts`, { cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled,
  });
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...query, people, count: query.data?.pages[0]?.count };
}
