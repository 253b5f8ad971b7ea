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

export type Total = Pick<Cell, 'accounts' | 'net_sales_12m'>;

/** What these cells have together; there is at least one. Who may not see what is paid is told it of none. */
export function totalOf(cells: Cell[]): Total {
  const [first] = cells;
  return {
    accounts: cells.reduce((sum, cell) => sum + cell.accounts, 0),
    net_sales_12m: first?.net_sales_12m && {
      minor: cells.reduce((sum, cell) => sum + (cell.net_sales_12m?.minor ?? 0), 0),
      currency: first.net_sales_12m.currency,
    },
  };
}

/** The values along one side, the one with the most accounts first; what is empty stands last. */
export function axisOf(cells: Cell[], side: 'row' | 'column'): (string | null)[] {
  const sums = new Map<string | null, number>();
  for (const cell of cells) sums.set(cell[side], (sums.get(cell[side]) ?? 0) + cell.accounts);
  return [...sums.keys()].sort(
    (one, other) =>
      Number(one === null) - Number(other === null) || (sums.get(other) ?? 0) - (sums.get(one) ?? 0),
  );
}
