import type { QueryClient } from '@tanstack/react-query';
import { keys } from './queries';
import { hear } from './stream';
import type { ChangeEvent } from './types';

/** The list that shows records of a kind: `account` → `accounts`, `org_unit` → `org-units`. */
export function listOf(kind: string): string {
  const word = kind.replaceAll('_', '-');
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return word.endsWith('s') ? word : `${word}s`;
}

/** A list scrolled further than this is not read again behind the user's back: it would cost one request a page. */
const REREAD_PAGES = 3;
/** Bursts (an import, a bulk change) are answered once. */
const QUIET = 800;
/** While a bulk job runs, everything is read again at most this often, in milliseconds. */
const BUSY = 5000;

function isShort(state: unknown): boolean {
  const pages = (state as { pages?: unknown[] } | undefined)?.pages;
  return !pages || pages.length <= REREAD_PAGES;
}

/** Reads again what the events have made old. Sums over a whole list are not: they are asked for anew when they are wanted. */
export function refresh(client: QueryClient, events: ChangeEvent[]) {
  const lists = new Set(events.map((event) => listOf(event.kind)));
  for (const list of lists) {
    void client.invalidateQueries({
      queryKey: keys.list(list),
      predicate: (query) => isShort(query.state.data),
    });
    void client.invalidateQueries({ queryKey: keys.views(list) });
  }
  const records = new Map(events.map((event) => [event.record_id, event]));
  for (const event of records.values()) {
    void client.invalidateQueries({ queryKey: keys.record(listOf(event.kind), event.record_id) });
  }
  for (const about of new Set(events.flatMap((event) => [event.about_id, event.record_id]))) {
    if (about) void client.invalidateQueries({ queryKey: ['under', about] });
  }
  if (events.some((event) => event.kind === 'custom_field')) {
    void client.invalidateQueries({ queryKey: ['list-info'] });
  }
  if (events.some((event) => event.name === 'notification.made')) {
    void client.invalidateQueries({ queryKey: keys.notifications });
  }
}

/** Answers after a quiet moment, and while it is asked on and on, only now and then. */
function calmly(answer: () => void): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = undefined;
    last = Date.now();
    answer();
  };
  return {
    ask: () => {
      timer ??= setTimeout(run, Math.max(QUIET, last + BUSY - Date.now()));
    },
    stop: () => clearTimeout(timer),
  };
}

/** Keeps what is on the screen up to date; answers the function that stops. */
export function listen(client: QueryClient): () => void {
  let pending: ChangeEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  // More happened than can be told: what is on the screen may be old.
  const everything = calmly(() => void client.invalidateQueries());
  const stop = hear((told) => {
    if (told === 'reload') return everything.ask();
    pending.push(told);
    timer ??= setTimeout(() => {
      refresh(client, pending);
      pending = [];
      timer = undefined;
    }, QUIET);
  });
  return () => {
    stop();
    clearTimeout(timer);
    everything.stop();
  };
}
