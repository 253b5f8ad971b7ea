import dayjs from 'dayjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clockText, dateText, relative } from './format';
import { dayOf, daysAhead, instantOf, now, onClock, setZone, today, zoneName } from './zone';

// The tests run in whatever zone the machine has: none of these may matter.
beforeEach(() => setZone('Asia/Shanghai'));
afterEach(() => void vi.useRealTimers());

const LATE = '2026-11-22T16:30:00.000Z';

test('an instant is read on the clock of the profile', () => {
  expect(clockText(LATE)).toBe('00:30');
  expect(dateText(LATE)).toBe('2026-11-23 00:30');
  setZone('America/New_York');
  expect(clockText(LATE)).toBe('11:30');
  expect(dayOf(LATE)).toBe('2026-11-22');
});

test('a day without a time is the same day everywhere', () => {
  for (const zone of ['Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati']) {
    setZone(zone);
    expect(dayOf('2026-11-22')).toBe('2026-11-22');
    expect(onClock('2026-11-22').format('YYYY-MM-DD')).toBe('2026-11-22');
    expect(dateText('2026-11-22')).toBe('2026-11-22');
  }
});

test('which day is today, and what was yesterday, is asked of the same clock', () => {
  const present = onClock(LATE);
  expect(daysAhead('2026-11-23', present)).toBe(0);
  expect(daysAhead('2026-11-22T15:59:00.000Z', present)).toBe(-1);
  expect(relative('2026-11-22', 'zh-CN', present)).toBe('昨天');
});

test('what has a day and no time is due by the workspace, wherever the reader is', () => {
  vi.useFakeTimers({ now: new Date(LATE) });
  setZone('America/New_York', 'Asia/Shanghai');
  expect(today().format('YYYY-MM-DD')).toBe('2026-11-23');
  expect(daysAhead('2026-11-22')).toBe(-1);
  expect(relative('2026-11-23', 'zh-CN')).toBe('今天');
  expect(now().format('YYYY-MM-DD')).toBe('2026-11-22');
  expect(daysAhead(LATE)).toBe(0);
});

test('what a clock shows becomes the instant in that zone, also when it was typed', () => {
  expect(instantOf(onClock(LATE))).toBe(LATE);
  expect(instantOf(onClock(LATE).hour(9).minute(5))).toBe('2026-11-23T01:05:00.000Z');
  expect(instantOf(dayjs('2026-11-23T00:30:00'))).toBe(LATE);
  expect(Math.abs(Date.parse(instantOf(now())) - Date.now())).toBeLessThan(1000);
});

test('a zone that nobody knows changes nothing', () => {
  setZone('Mars/Olympus');
  expect(zoneName()).toBe('Asia/Shanghai');
});
