import type { Job } from '@/api';
import { shared, untilSignOut, useShared } from '@/lib';

export type Followed = {
  id: string;
  label: string;
  onDone?: () => void;
  told?: (job: Job) => string | undefined;
};

const followed = shared<Followed[]>([]);

untilSignOut(() => followed.write([]));

/** Shows a background job in the tray until it is dismissed, wherever the person goes meanwhile. */
export function followJob(id: string, label: string, onDone?: () => void, told?: Followed['told']) {
  followed.write([...followed.read().filter((job) => job.id !== id), { id, label, onDone, told }]);
}

export function leaveJob(id: string) {
  followed.write(followed.read().filter((job) => job.id !== id));
}

export function useFollowedJobs(): Followed[] {
  return useShared(followed);
}
