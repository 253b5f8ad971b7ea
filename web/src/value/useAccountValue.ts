import { useQuery } from '@tanstack/react-query';
import { api, keys } from '@/api';

/** What an account is worth, as the server reckons it now. */
export function useAccountValue(id: string) {
  return useQuery({ queryKey: keys.under(id, 'value'), queryFn: () => api.get(`/accounts/${id}/value`) });
}
