import { expect, test } from 'vitest';
import { instantOf, onClock, setZone } from '@/lib';
import { fromNative } from './ClockInput';

test('what a phone answers is on the clock of the profile', () => {
  setZone('Asia/Shanghai');
  const answer = fromNative('2026-11-23T00:30', null, false);
  expect(answer && instantOf(answer)).toBe('2026-11-22T16:30:00.000Z');
});

test('a time alone stays on the day it was', () => {
  setZone('Asia/Shanghai');
  const before = onClock('2026-11-22T16:30:00.000Z');
  const answer = fromNative('09:05', before, true);
  expect(answer && instantOf(answer)).toBe('2026-11-23T01:05:00.000Z');
});

test('half a time is none', () => {
  expect(fromNative('', null, false)).toBeNull();
  expect(fromNative('2026-11-23', null, false)).toBeNull();
  expect(fromNative('', null, true)).toBeNull();
});
