import { useCallback, useMemo, useRef, useState } from 'react';
import type { Filter, Row } from '@/api';

/** What a bulk action works on: these ids, or everything the filter matches. */
export type Selection = { ids?: string[]; filter?: Filter; q?: string; count: number; exact: boolean };

type State = { kind: 'some'; rows: Map<string, Row> } | { kind: 'all' };
const NONE: State = { kind: 'some', rows: new Map() };

/** The ticked rows of a list. `count` is how many are known to be ticked. */
export function useTicks(total: { value: number; exact: boolean } | undefined) {
  const [state, setState] = useState<State>(NONE);
  const anchor = useRef<number | null>(null);
  const clear = useCallback(() => setState(NONE), []);
  const tickAll = useCallback((rows: Row[]) => {
    setState({ kind: 'some', rows: new Map(rows.map((row) => [row.id, row])) });
  }, []);
  const tickFilter = useCallback(() => setState({ kind: 'all' }), []);
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
