import type { RouterHistory } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef } from 'react';

/** The ways out of what stands over the page: dialogs, drawers, panels, menus. The last one is on top. */
const layers: (() => void)[] = [];

/** While it is mounted and `open`, Back closes this, and the page beneath stays. */
export function useOver(close: () => void, open = true) {
  const latest = useRef(close);
  useLayoutEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (!open) return;
    const layer = () => latest.current();
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
    };
  }, [open]);
}

/** Once for the app, before any page asks whether it may be left: Back is first for what stands over the page. */
export function watchOver(history: RouterHistory) {
  history.block({
    blockerFn: ({ action }) => {
      const top = action === 'BACK' ? layers.at(-1) : undefined;
      top?.();
      return top !== undefined;
    },
    enableBeforeUnload: false,
  });
}
