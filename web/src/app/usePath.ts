import { useRouterState } from '@tanstack/react-router';

/** The address of the page that is shown. */
export function usePath(): string {
  return useRouterState({ select: (state) => state.location.pathname });
}
