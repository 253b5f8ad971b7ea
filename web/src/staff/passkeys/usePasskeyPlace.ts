import { useQuery } from '@tanstack/react-query';
import { api } from '@/api';
import { knowsPasskeys } from './browser';

/** Whether passkeys can be used on this page, and why not. */
export type PasskeyPlace =
  | { state: 'asking' | 'here' | 'nowhere' | 'old_browser' }
  | { state: 'elsewhere'; origin: string };

/** A passkey is bound to the address that the server is told; on a page of another one browsers do not offer it. */
export function usePasskeyPlace(): PasskeyPlace {
  const query = useQuery({
    queryKey: ['passkey-place'],
    queryFn: () => api.get('/sessions/passkey', undefined, { redirect: false }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (query.isPending) return { state: 'asking' };
  return placeOf(query.data?.origin ?? null, window.location.origin, knowsPasskeys());
}

export function placeOf(origin: string | null, here: string, known: boolean): PasskeyPlace {
  if (origin === null) return { state: 'nowhere' };
  if (origin !== here) return { state: 'elsewhere', origin };
  return { state: known ? 'here' : 'old_browser' };
}
