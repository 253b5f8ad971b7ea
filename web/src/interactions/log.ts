import { useSyncExternalStore } from 'react';
import type { Ref } from '@/api';
import { untilSignOut } from '@/lib';
import type { Interaction } from './types';

/** What is being written down: a contact on some channel, a visit, or the change of an earlier record. */
export type Log = {
  form: 'log' | 'visit';
  account?: Ref;
  contact?: Ref;
  channel?: string;
  record?: Interaction;
};

let now: Log | null = null;
const listeners = new Set<() => void>();

function change(next: Log | null) {
  now = next;
  for (const listener of listeners) listener();
}

untilSignOut(closeLog);

/** Opens the drawer over whatever page is shown. */
export function openLog(log: Log) {
  change(log);
}

export function closeLog() {
  change(null);
}

export function useLog(): Log | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
}
