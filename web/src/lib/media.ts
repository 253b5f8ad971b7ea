import { useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** At this width and below the shell has a bottom bar and lists show cards. Keep in step with the CSS. */
export function useIsPhone(): boolean {
  return useMedia('(max-width: 760px)');
}
