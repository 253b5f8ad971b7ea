import { expect, test } from 'vitest';
import { isWhole } from './BirthdayInput';

test('a birthday has a month and a day, or it has nothing', () => {
  expect(isWhole({ calendar: 'solar' })).toBe(true);
  expect(isWhole({ calendar: 'lunar', year: null, month: null, day: null, leap: false })).toBe(true);
  expect(isWhole({ calendar: 'solar', month: 4, day: 13 })).toBe(true);
  expect(isWhole({ calendar: 'solar', month: 4, day: null })).toBe(false);
  expect(isWhole({ calendar: 'solar', year: 1985 })).toBe(false);
  expect(isWhole({ calendar: 'lunar', leap: true })).toBe(false);
});
