import { useQuery } from '@tanstack/react-query';
import { api, keys } from '@/api';

/** What happened to one's records, or only what one has not read of it; live events refresh it. */
export function useNotifications(unread = false) {
  return useQuery({
    queryKey: unread ? [...keys.notifications, 'unread'] : keys.notifications,
    queryFn: () => api.get('/notifications', unread ? { unread } : undefined),
    staleTime: 60_000,
  });
}

/** How many are unread, in two digits. */
export function badgeOf(unread: number): string | null {
  if (unread === 0) return null;
  return unread > 99 ? '99+' : String(unread);
}
