import type { Schema } from '@/api';

/** F05: by what accounts are classified. */
export const BASES = [
  'history',
  'volume',
  'region',
  'credit_grade',
  'market_position',
  'ownership_form',
  'channel_kind',
] as const;
export type Basis = (typeof BASES)[number];

export type Cell = Omit<Schema<'CrossCell'>, 'row' | 'column'> & {
  row: string | null;
  column: string | null;
};
export type Crossed = Omit<Schema<'Cross'>, 'cells'> & { cells: Cell[] };

/** The values along one side, the one with the most accounts first; what is empty stands last. */
export function axisOf(cells: Cell[], side: 'row' | 'column'): (string | null)[] {
  const sums = new Map<string | null, number>();
  for (const cell of cells) sums.set(cell[side], (sums.get(cell[side]) ?? 0) + cell.accounts);
  return [...sums.keys()].sort(
    (one, other) =>
      Number(one === null) - Number(other === null) || (sums.get(other) ?? 0) - (sums.get(one) ?? 0),
  );
}
