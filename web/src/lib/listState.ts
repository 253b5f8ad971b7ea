import type { Filter } from '@/api';

/** The state of a list page, all of it in the URL: a list can be sent as a link. */
export type ListState = {
  q?: string;
  filter?: Filter;
  sort?: string;
  columns?: string;
  view?: string;
  /** The record in the quick-view panel. */
  peek?: string;
};

function text(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

/** A view with this id is the list without any view: named where nothing else is asked for, for another view may be the default. */
export const NO_VIEW = 'all';

/** `validateSearch` of every list route. Anything unreadable is dropped rather than shown as an error. */
export function listState(search: Record<string, unknown>): ListState {
  const filter = search.filter;
  return {
    q: text(search.q),
    filter: typeof filter === 'object' && filter !== null ? (filter as Filter) : undefined,
    sort: text(search.sort),
    columns: text(search.columns),
    view: text(search.view),
    peek: text(search.peek),
  };
}
