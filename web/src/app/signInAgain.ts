import type { QueryClient } from '@tanstack/react-query';
import { forget } from '@/lib/forget';
import type { newRouter } from './router';

type Router = Pick<ReturnType<typeof newRouter>, 'navigate' | 'state'>;

/**
 * The session has ended: to the sign-in page, and from there back. Whoever has typed something is asked first and may
 * stay with it; then what was read stays too, for without it the form would be gone from the screen.
 */
export async function signInAgain(router: Router, client: QueryClient, next: string) {
  await router.navigate({ to: '/login', search: { next } });
  if (router.state.location.pathname === '/login') forget(client);
}
