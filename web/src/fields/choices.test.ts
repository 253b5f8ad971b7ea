import { expect, test } from 'vitest';
import { given, pasted, swapped, without } from './choices';

const words = (...labels: string[]) => labels.map((label) => ({ label }));

test('a column of a sheet or several lines become several words, each once', () => {
  expect(pasted(' A 级\r\nB 级\n\nA 级\tC 级')).toEqual(['A 级', 'B 级', 'C 级']);
  expect(pasted('一个词')).toEqual(['一个词']);
});

test('words change places, go, and are sent when somebody has filled them in', () => {
  expect(swapped(words('a', 'b', 'c'), 1, 2)).toEqual(words('a', 'c', 'b'));
  expect(without(words('a', 'b'), 0)).toEqual(words('b'));
  const emptied = { key: 'old', label: '' };
  expect(
    given([...words('a', ' '), emptied]),
    'of one that was there, the server says what is wrong',
  ).toEqual([...words('a'), emptied]);
});
