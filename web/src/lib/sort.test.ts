import { expect, test } from 'vitest';
import { clickSort, parseSort } from './sort';

test('a click goes through both directions and then off', () => {
  expect(clickSort('', 'name', false, false)).toBe('name');
  expect(clickSort('name', 'name', false, false)).toBe('-name');
  expect(clickSort('-name', 'name', false, false)).toBe('');
});

test('numbers start with the largest', () => {
  expect(clickSort('name', 'net_sales', false, true)).toBe('-net_sales');
});

test('with shift the field joins the others, up to four', () => {
  expect(clickSort('name', 'city', true, false)).toBe('name,city');
  expect(clickSort('name,city', 'city', true, false)).toBe('name,-city');
  expect(parseSort(clickSort('a,b,c,d', 'e', true, false)).map(({ key }) => key)).toEqual([
    'b',
    'c',
    'd',
    'e',
  ]);
});
