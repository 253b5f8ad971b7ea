import type { KeyboardEvent } from 'react';
import { isComposing } from '@/lib';

const STOPS = 'input, li > button:not([tabindex="-1"])';

/** Up and down move the focus through what can be pressed or typed into, and stop at the ends. */
export function stepOnArrows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey || isComposing(event)) return;
  event.preventDefault();
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(STOPS)];
  const here = stops.indexOf(document.activeElement as HTMLElement);
  stops[Math.max(0, Math.min(stops.length - 1, here + step))]?.focus();
}
