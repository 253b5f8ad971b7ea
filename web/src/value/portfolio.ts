import type { Condition, Filter, Schema } from '@/api';
import type { Tone } from '@/ui';
import { type Range, VIEW_KEYS, type ViewKey } from './portfolioKeys';
import { TONES } from './types';

type Axis = Omit<Schema<'PortfolioAxis'>, 'cut'> & { cut?: number | null };
export type Cell = Omit<Schema<'PortfolioCell'>, 'x' | 'y'> & { x?: number | null; y?: number | null };
export type Dot = Omit<Schema<'PortfolioDot'>, 'x' | 'y' | 'size'> & {
  x?: number | null;
  y?: number | null;
  size?: number | null;
};
export type Portfolio = Omit<Schema<'Portfolio'>, 'x' | 'y' | 'cells' | 'dots'> & {
  x: Axis;
  y: Axis;
  cells: Cell[];
  dots?: Dot[] | null;
};
export type PortfolioAxis = Axis;

/** The classes of a view, in the order of its quadrants: the upper left one first. */
export const VIEWS: Record<ViewKey, readonly string[]> = {
  shapiro: ['passive', 'carriage_trade', 'bargain_basement', 'aggressive'],
  cube: ['passive', 'carriage_trade', 'bargain_basement', 'aggressive'],
  fiocca: ['key_easy', 'key_difficult', 'other_easy', 'other_difficult'],
  fiocca_key: ['plain_strong', 'attractive_strong', 'plain_weak', 'attractive_weak'],
  campbell: ['today_special', 'tomorrow', 'today_regular', 'yesterday'],
  reinartz: ['butterfly', 'true_friend', 'stranger', 'barnacle'],
  angles: ['gain', 'invest', 'keep', 'burden'],
  potential: [],
  bcg: ['cash_cow', 'star', 'dog', 'question'],
  pyramid: ['vip', 'major', 'ordinary', 'small'],
};

/** The view whose classes these are: an answer may be that of the view before, while the next is on its way. */
export function viewOf([field, second]: string[]): ViewKey | undefined {
  return second ? 'cube' : VIEW_KEYS.find((key) => key === field);
}

/** The hue of a class of the first field that a view shows; without one, all customers have the same. */
export function toneOf(fields: string[], classes: string[]): Tone {
  const [field] = fields;
  return field ? (TONES[field]?.[classes[0] ?? 'none'] ?? 'grey') : 'jade';
}

/** A part of the chart, in bins: both ends belong to it. */
export type Box = { x: [number, number]; y: [number, number] };

export function binsOf(axis: Axis): number {
  return axis.edges.length + 1;
}

/**
 * Where a number lies along an axis, from 0 to 1: all bins are drawn equally wide. The outer ones have no end: the farther
 * out, the nearer to their side.
 */
export function placeOf(value: number, axis: Axis): number {
  const { edges } = axis;
  const bin = binOf(value, axis);
  const [low, high] = [edges[bin - 1], edges[bin]];
  const usual = Math.max((edges[edges.length - 1] ?? 0) - (edges[edges.length - 2] ?? 0), 1);
  const beyond = (far: number, room: number) => far / (far + Math.max(room, 1));
  const within = () => {
    if (low === undefined && high === undefined) return 0.5;
    if (high === undefined) return beyond(value - (low ?? 0), usual);
    if (low === undefined) return 1 - beyond(high - value, (edges[1] ?? high + usual) - high);
    return (value - low) / (high - low);
  };
  return (bin + within()) / binsOf(axis);
}

/** Which bin a place from 0 to 1 lies in. */
export function binAt(place: number, axis: Axis): number {
  return Math.min(Math.max(Math.floor(place * binsOf(axis)), 0), binsOf(axis) - 1);
}

export function rangeOf(box: Box, { x, y }: { x: Axis; y: Axis }): Range {
  const ends = (axis: Axis, [from, upto]: [number, number]): [number | null, number | null] => [
    axis.edges[from - 1] ?? null,
    axis.edges[upto] ?? null,
  ];
  return { x: ends(x, box.x), y: ends(y, box.y) };
}

/** The bins that a range covers; the bins may be others than when it was chosen. */
export function boxOf(range: Range, { x, y }: { x: Axis; y: Axis }): Box {
  const bins = (axis: Axis, [low, high]: [number | null, number | null]): [number, number] => {
    const from = low === null ? 0 : axis.edges.filter((edge) => edge <= low).length;
    const upto = high === null ? axis.edges.length : axis.edges.filter((edge) => edge < high).length;
    return [Math.min(from, upto), upto];
  };
  return { x: bins(x, range.x), y: bins(y, range.y) };
}

export function cellsIn(cells: Cell[], box: Box): Cell[] {
  const lies = (at: number | null | undefined, [from, upto]: [number, number]) =>
    at != null && at >= from && at <= upto;
  return cells.filter((cell) => lies(cell.x, box.x) && lies(cell.y, box.y));
}

/** The bin that a number lies in. */
function binOf(value: number, axis: Axis): number {
  return axis.edges.filter((edge) => edge <= value).length;
}

/** The customers that stand in a box, the largest first. */
export function dotsIn(dots: Dot[], box: Box, { x, y }: { x: Axis; y: Axis }): Dot[] {
  const lies = (value: number | null | undefined, axis: Axis, [from, upto]: [number, number]) =>
    value != null && binOf(value, axis) >= from && binOf(value, axis) <= upto;
  return largestFirst(dots.filter((dot) => lies(dot.x, x, box.x) && lies(dot.y, y, box.y)));
}

/** The large ones first, so that none hides a small one. */
export function largestFirst(dots: Dot[]): Dot[] {
  return [...dots].sort((one, other) => Math.abs(other.size ?? 0) - Math.abs(one.size ?? 0));
}

export type Total = { accounts: number; contribution: { minor: number; currency: string } };

/** What these have together. */
export function totalOf(parts: Pick<Cell, 'accounts' | 'contribution'>[], currency: string): Total {
  return {
    accounts: parts.reduce((sum, part) => sum + part.accounts, 0),
    contribution: { minor: parts.reduce((sum, part) => sum + part.contribution.minor, 0), currency },
  };
}

/** The customers whose number along an axis lies between two ends. */
function between(field: string, [low, high]: [number | null, number | null]): Condition[] {
  const conditions: Condition[] = [];
  if (low !== null) conditions.push({ field, op: 'gte', value: low });
  if (high !== null) conditions.push({ field, op: 'lt', value: high });
  return conditions.length > 0 ? conditions : [{ field, op: 'not_empty' }];
}

/** The conditions of the list that has the customers of a range. */
export function conditionsOf(range: Range, { x, y }: { x: Axis; y: Axis }): Condition[] {
  return [...between(x.field, range.x), ...between(y.field, range.y)];
}

/** The customers that the portfolio is about: those with an order in the last year. */
export const ACTIVE: Condition = { field: 'is_active', op: 'eq', value: true };

/** What is asked of the customers of a part. */
const COLUMNS = 'name,channel_kind,owner,customer_value,contribution_12m,service_ratio,growth,due_on';

/** The filter of the list that has these of the customers shown. */
export function listFilter(conditions: Condition[], own: Filter | undefined): Filter {
  return { all: [ACTIVE, ...conditions, ...(own ? [own] : [])] };
}

/** Of `search` of the link that opens these of the customers shown: what was searched for still holds. */
export function listSearch(conditions: Condition[], own: Filter | undefined, q: string | undefined) {
  return {
    filter: listFilter(conditions, own),
    q,
    sort: '-contribution_12m',
    columns: COLUMNS,
  };
}
