import { useInfiniteQuery } from '@tanstack/react-query';
import { api, keys, type Schema } from '@/api';
import type { Contact } from './types';

type People = Omit<Schema<'People'>, 'items'> & { items: Contact[] };

/** The people of an account, a page at a time. */
export function useAccountContacts(account: string, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: keys.under(account, 'contacts'),
    queryFn: ({ pageParam }) =>
      api.get(`/accounts/${account}/contacts`, { cursor: pageParam }) as Promise<People>,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled,
  });
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...query, people, count: query.data?.pages[0]?.count };
}
