import { expect, test } from 'vitest';
import {
  binAt,
  boxOf,
  cellsIn,
  conditionsOf,
  dotsIn,
  listFilter,
  listSearch,
  placeOf,
  rangeOf,
  toneOf,
  totalOf,
  viewOf,
} from './portfolio';
import { readRange } from './portfolioSearch';

const x = { field: 'growth', kind: 'ratio', edges: [0, 1000, 3000], cut: 1000 };
const y = { field: 'contribution_12m', kind: 'money', edges: [100], cut: null };

test('all bins are equally wide, and a number lies in its bin', () => {
  expect([-1000, 0, 500, 1000, 2000, 5000].map((value) => placeOf(value, x) * 4)).toEqual([
    0.5, 1, 1.5, 2, 2.5, 3.5,
  ]);
  expect([-1, 0, 0.3, 0.99, 1, 2].map((place) => binAt(place, x))).toEqual([0, 0, 1, 3, 3, 3]);
});

test('a box and the numbers it stands for lead to each other, open ends too', () => {
  const box = { x: [1, 2] as [number, number], y: [1, 1] as [number, number] };
  const range = rangeOf(box, { x, y });
  expect(range).toEqual({ x: [0, 3000], y: [100, null] });
  expect(boxOf(range, { x, y })).toEqual(box);
  expect(boxOf({ x: [null, null], y: [null, 100] }, { x, y })).toEqual({ x: [0, 3], y: [0, 0] });
});

test('a range opens in the list exactly the customers it holds', () => {
  const range = { x: [0, 3000] as [number, number], y: [null, null] as [null, null] };
  const conditions = conditionsOf(range, { x, y });
  expect(conditions).toEqual([
    { field: 'growth', op: 'gte', value: 0 },
    { field: 'growth', op: 'lt', value: 3000 },
    { field: 'contribution_12m', op: 'not_empty' },
  ]);
  expect(listFilter(conditions, { field: 'region', op: 'eq', value: '合肥' })).toHaveProperty(
    'all.length',
    5,
  );
});

test('those who stand in a part are named, the largest first', () => {
  const dot = (id: string, at: [number | null, number | null], size: number) => ({
    id,
    name: id,
    classes: [],
    x: at[0],
    y: at[1],
    size,
  });
  const dots = [
    dot('low', [500, 0], 9),
    dot('a', [0, 100], 1),
    dot('b', [999, 500], -3),
    dot('none', [null, 500], 9),
  ];
  const box = { x: [1, 1] as [number, number], y: [1, 1] as [number, number] };
  expect(dotsIn(dots, box, { x, y }).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('what was searched for holds in the list that a number opens', () => {
  const search = listSearch([{ field: 'price_index', op: 'empty' }], undefined, '金源');
  expect(search).toMatchObject({
    q: '金源',
    filter: { all: [{ field: 'is_active' }, { field: 'price_index' }] },
  });
});

test('what lies in a box is counted, what has no number does not', () => {
  const cell = (x: number | null, y: number | null, accounts: number) => ({
    x,
    y,
    accounts,
    contribution: { minor: accounts * 100, currency: 'CNY' },
  });
  const cells = cellsIn([cell(0, 0, 1), cell(1, 0, 2), cell(null, 0, 4), cell(1, 1, 8)], {
    x: [0, 1],
    y: [0, 0],
  });
  expect(totalOf(cells, 'CNY')).toEqual({ accounts: 3, contribution: { minor: 300, currency: 'CNY' } });
});

test('an address that makes no sense is no range', () => {
  for (const wrong of [undefined, 'x', { x: [1] }, { x: [1, 'a'], y: [1, 2] }, { x: [1, 2] }]) {
    expect(readRange(wrong)).toBeUndefined();
  }
  expect(readRange({ x: [null, 1], y: [0, null] })).toEqual({ x: [null, 1], y: [0, null] });
});

test('an answer tells whose classes it has', () => {
  expect([viewOf(['shapiro', 'relation_value']), viewOf(['bcg']), viewOf([])]).toEqual([
    'cube',
    'bcg',
    undefined,
  ]);
});

test('a quadrant has one hue, and what stands in none is grey', () => {
  expect([toneOf(['shapiro'], ['passive']), toneOf(['shapiro'], ['none']), toneOf([], [])]).toEqual([
    'jade',
    'grey',
    'jade',
  ]);
});
