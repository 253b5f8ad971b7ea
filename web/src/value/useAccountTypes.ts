import { useQuery } from '@tanstack/react-query';
import { api, keys } from '@/api';

/** What kind of customer it is, and why. */
export function useAccountTypes(id: string) {
  return useQuery({
    queryKey: keys.under(id, 'types'),
    queryFn: () => api.get(`/accounts/${id}/types`),
  });
}
