import type { Ref } from '@/api';
import { shared, untilSignOut, useShared } from '@/lib';
import type { Interaction } from './types';

/** What is being written down: a contact on some channel, a visit, or the change of an earlier record. */
export type Log = {
  form: 'log' | 'visit';
  account?: Ref;
  contact?: Ref;
  channel?: string;
  record?: Interaction;
};

const now = shared<Log | null>(null);

untilSignOut(closeLog);

/** Opens the drawer over whatever page is shown. */
export function openLog(log: Log) {
  now.write(log);
}

export function closeLog() {
  now.write(null);
}

export function useLog(): Log | null {
  return useShared(now);
}
