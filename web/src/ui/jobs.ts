import { useSyncExternalStore } from 'react';
import type { Job } from '@/api';
import { untilSignOut } from '@/lib';

export type Followed = {
  id: string;
  label: string;
  onDone?: () => void;
  told?: (job: Job) => string | undefined;
};

let followed: Followed[] = [];
const listeners = new Set<() => void>();

function change(next: Followed[]) {
  followed = next;
  for (const listener of listeners) listener();
}

untilSignOut(() => change([]));

/** Shows a background job in the tray until it is dismissed, wherever the person goes meanwhile. */
export function followJob(id: string, label: string, onDone?: () => void, told?: Followed['told']) {
  change([...followed.filter((job) => job.id !== id), { id, label, onDone, told }]);
}

export function leaveJob(id: string) {
  change(followed.filter((job) => job.id !== id));
}

export function useFollowedJobs(): Followed[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => followed,
  );
}
