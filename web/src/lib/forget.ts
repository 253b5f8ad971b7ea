import type { QueryClient } from '@tanstack/react-query';

const memories: (() => void)[] = [];

/** For what a module keeps beside the query cache of the person who is signed in: how to empty it. */
export function untilSignOut(empty: () => void) {
  memories.push(empty);
}

/** The next to sign in at this browser may be somebody else: nothing of the last one stays. */
export function forget(client: QueryClient) {
  client.clear();
  for (const empty of memories) empty();
}
