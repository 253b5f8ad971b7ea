import { expect, test } from 'vitest';
import { bandsOf } from './PyramidDrawing';

const levels = (...accounts: number[]) =>
  ['vip', 'major', 'ordinary', 'small'].map((name, at) => ({ class: name, accounts: accounts[at] ?? 0 }));

test('f10 each band has the share of the area that its class has of the accounts', () => {
  const bands = bandsOf(levels(2, 8, 30, 160));
  const areas = bands.map(({ from, upto }) => Math.round((upto ** 2 - from ** 2) * 200));
  expect(areas).toEqual([2, 8, 30, 160]);
  expect([bands[0]?.from, bands[3]?.upto]).toEqual([0, 1]);
});

test('a class without accounts has no band, and a single customer is the whole pyramid', () => {
  expect(bandsOf(levels(1, 0, 0, 0))).toEqual([{ key: 'vip', from: 0, upto: 1 }]);
  expect(bandsOf(levels(0, 0, 0, 3))).toEqual([{ key: 'small', from: 0, upto: 1 }]);
  expect(bandsOf([])).toEqual([]);
});
