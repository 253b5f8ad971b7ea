import { useSyncExternalStore } from 'react';

/** A value that lives outside of the page: whoever reads it with `useShared` is drawn again when it changes. */
export type Shared<T> = {
  read: () => T;
  write: (next: T) => void;
  listen: (listener: () => void) => () => void;
};

export function shared<T>(first: T): Shared<T> {
  let now = first;
  const listeners = new Set<() => void>();
  return {
    read: () => now,
    write: (next) => {
      now = next;
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useShared<T>({ listen, read }: Shared<T>): T {
  return useSyncExternalStore(listen, read);
}
