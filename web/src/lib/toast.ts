import { shared, useShared } from './shared';

export type Toast = {
  id: number;
  text: string;
  tone: 'neutral' | 'danger';
  action?: { label: string; run: () => void };
};

const toasts = shared<Toast[]>([]);
let next = 1;

const SHORT = 4_000;
/** An undo must stay long enough to be read, found and clicked. */
const LONG = 9_000;

export function dismiss(id: number) {
  toasts.write(toasts.read().filter((toast) => toast.id !== id));
}

/** Shows a short message, by choice with one action such as undo. */
export function toast(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}) {
  const id = next++;
  toasts.write([
    ...toasts.read().slice(-2),
    { id, text, tone: options.tone ?? 'neutral', action: options.action },
  ]);
  setTimeout(() => dismiss(id), options.action ? LONG : SHORT);
}

export function useToasts(): Toast[] {
  return useShared(toasts);
}
