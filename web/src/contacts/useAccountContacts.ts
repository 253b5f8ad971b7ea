import { useQuery } from '@tanstack/react-query';
import { api, keys } from '@/api';
import type { Contact } from './types';

/** The people of an account. */
export function useAccountContacts(account: string, enabled = true) {
  return useQuery({
    queryKey: keys.under(account, 'contacts'),
    queryFn: (): Promise<Contact[]> => api.get(`/accounts/${account}/contacts`),
    enabled,
  });
}
