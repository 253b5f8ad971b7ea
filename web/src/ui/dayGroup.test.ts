import dayjs from 'dayjs';
import { expect, test } from 'vitest';
import { dayGroup } from './dayGroup';

// A Sunday: by the Chinese calendar the last day of the week that began on the 16th.
const now = dayjs('2026-11-22T10:00:00');

test.each([
  ['2026-11-23T08:00:00', 'ahead'],
  ['2026-11-22T00:01:00', 'today'],
  ['2026-11-21T23:59:00', 'yesterday'],
  ['2026-11-16T00:00:00', 'week'],
  ['2026-11-15T23:59:00', 'earlier'],
])('%s is %s', (at, group) => {
  expect(dayGroup(at, now)).toBe(group);
});
