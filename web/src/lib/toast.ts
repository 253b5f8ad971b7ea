import { useSyncExternalStore } from 'react';

export type Toast = {
  id: number;
  text: string;
  tone: 'neutral' | 'danger';
  action?: { label: string; run: () => void };
};

let toasts: Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(now: Toast[]) {
  toasts = now;
  for (const listener of listeners) listener();
}

const SHORT = 4_000;
/** An undo must stay long enough to be read, found and clicked. */
const LONG = 9_000;

export function dismiss(id: number) {
  change(toasts.filter((toast) => toast.id !== id));
}

/** Shows a short message, by choice with one action such as undo. */
export function toast(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}) {
  const id = next++;
  change([...toasts.slice(-2), { id, text, tone: options.tone ?? 'neutral', action: options.action }]);
  setTimeout(() => dismiss(id), options.action ? LONG : SHORT);
}

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
