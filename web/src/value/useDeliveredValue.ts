import { useQuery } from '@tanstack/react-query';
import { api, keys } from '@/api';

/** What a customer gets from us and from rivals, and what it brings us. */
export function useDeliveredValue(id: string) {
  return useQuery({
    queryKey: keys.under(id, 'delivered-value'),
    queryFn: () => api.get(`/accounts/${id}/delivered-value`),
  });
}
