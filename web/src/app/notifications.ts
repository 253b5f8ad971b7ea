import { useQuery } from '@tanstack/react-query';
import { api, keys } from '@/api';

/** What happened to one's records; live events refresh it. */
export function useNotifications() {
  return useQuery({
    queryKey: keys.notifications,
    queryFn: () => api.get('/notifications'),
    staleTime: 60_000,
  });
}

/** How many are unread, in two digits. */
export function badgeOf(unread: number): string | null {
  if (unread === 0) return null;
  return unread > 99 ? '99+' : String(unread);
}
