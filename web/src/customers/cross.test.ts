import { expect, test } from 'vitest';
import { axisOf, type Cell, totalOf } from './cross';

const cell = (row: string | null, column: string | null, accounts: number, minor = 0): Cell => ({
  row,
  column,
  accounts,
  net_sales_12m: { minor, currency: 'CNY' },
});

test('the side of a table begins with the most accounts and ends with what is empty', () => {
  const cells = [cell('a', 'x', 1), cell('b', 'x', 5), cell(null, 'y', 9), cell('a', 'y', 2)];
  expect(axisOf(cells, 'row')).toEqual(['b', 'a', null]);
  expect(axisOf(cells, 'column')).toEqual(['y', 'x']);
});

test('who may not see what accounts have paid is told no sum', () => {
  expect(totalOf([{ ...cell('a', 'x', 1), net_sales_12m: null }])).toEqual({
    accounts: 1,
    net_sales_12m: null,
  });
});

test('what stands in a row is summed, the accounts and what they buy', () => {
  expect(totalOf([cell('a', 'x', 1, 250), cell('a', 'y', 2, -50)])).toEqual({
    accounts: 3,
    net_sales_12m: { minor: 200, currency: 'CNY' },
  });
});
