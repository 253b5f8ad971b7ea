import { type ListState, listState } from '@/lib';
import { AXES, type AxisKey, FREE, type Range, VIEW_KEYS, type ViewKey } from './portfolioKeys';

/** What of the portfolio stands in the address. */
export type PortfolioSearch = Pick<ListState, 'q' | 'filter'> & {
  by?: ViewKey | typeof FREE;
  x?: AxisKey;
  y?: AxisKey;
  size?: AxisKey;
  box?: Range;
};

/** Reads the address; what makes no sense is dropped. */
export function portfolioSearch(search: Record<string, unknown>): PortfolioSearch {
  const axis = (key: unknown) => AXES.find((known) => known === key);
  const { q, filter } = listState(search);
  return {
    q,
    filter,
    by: search.by === FREE ? FREE : VIEW_KEYS.find((known) => known === search.by),
    x: axis(search.x),
    y: axis(search.y),
    size: axis(search.size),
    box: readRange(search.box),
  };
}

/** A range as the address has it. */
export function readRange(value: unknown): Range | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { x, y } = value as Record<string, unknown>;
  const ends = (pair: unknown): pair is [number | null, number | null] =>
    Array.isArray(pair) && pair.length === 2 && pair.every((end) => end === null || Number.isInteger(end));
  return ends(x) && ends(y) ? { x, y } : undefined;
}
