import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Count, Filter, Row } from '@/api';

/** What a bulk action works on: these ids, or everything the filter matches. */
export type Selection = { ids?: string[]; filter?: Filter; q?: string; count: number; exact: boolean };

type State = { kind: 'some'; rows: Map<string, Row> } | { kind: 'all'; of: Count | undefined };
const NONE: State = { kind: 'some', rows: new Map() };

/**
 * The ticked rows of a list, and how many are known to be ticked. Nobody ticks what they do not see: with other `rows`
 * (another filter, search or view) nothing is ticked, and «all» does not outlive the number that it was chosen for.
 */
export function useTicks(total: Count | undefined, rows: string) {
  const [state, setState] = useState<State>(NONE);
  const [ofRows, setOfRows] = useState(rows);
  const anchor = useRef<number | null>(null);
  const clear = useCallback(() => setState(NONE), []);
  const grown = state.kind === 'all' && state.of?.exact && total && total.value !== state.of.value;
  if (ofRows !== rows || grown) {
    setOfRows(rows);
    setState(NONE);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a range does not reach from one list into another.
  useEffect(() => {
    anchor.current = null;
  }, [rows]);
  const tickAll = useCallback((rows: Row[]) => {
    setState({ kind: 'some', rows: new Map(rows.map((row) => [row.id, row])) });
  }, []);
  const tickFilter = useCallback(() => setState({ kind: 'all', of: total }), [total]);
  const toggle = useCallback((row: Row, index: number, range: boolean, rows: Row[]) => {
    setState((old) => {
      const next = new Map(old.kind === 'all' ? rows.map((each) => [each.id, each]) : old.rows);
      if (range && anchor.current !== null) {
        const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
        for (const each of rows.slice(from, to + 1)) next.set(each.id, each);
      } else if (next.has(row.id)) next.delete(row.id);
      else next.set(row.id, row);
      return { kind: 'some', rows: next };
    });
    anchor.current = index;
  }, []);
  return useMemo(
    () => ({
      has: (id: string) => state.kind === 'all' || state.rows.has(id),
      count: state.kind === 'all' ? (total?.value ?? 0) : state.rows.size,
      everything: state.kind === 'all',
      rows: state.kind === 'all' ? [] : [...state.rows.values()],
      clear,
      tickAll,
      tickFilter,
      toggle,
    }),
    [state, total?.value, clear, tickAll, tickFilter, toggle],
  );
}

export type Ticks = ReturnType<typeof useTicks>;
