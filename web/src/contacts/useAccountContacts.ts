import { api, keys, type Schema, usePages } from '@/api';
import type { Contact } from './types';

type People = Omit<Schema<'People'>, 'items'> & { items: Contact[] };

/** The people of an account, a page at a time. */
export function useAccountContacts(account: string, enabled = true) {
  const { items, pages, ...query } = usePages({
    queryKey: keys.under(account, 'contacts'),
    enabled,
    read: (cursor, signal) =>
      api.get(`/accounts/${account}/contacts`, { cursor }, { signal }) as Promise<People>,
  });
  return { ...query, people: items, count: pages[0]?.count };
}
