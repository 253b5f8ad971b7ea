import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Count } from '@/api';
import { useTicks } from './useTicks';

const ROWS = ['a', 'b', 'c'].map((id) => ({ id, version: 1 }));
type Shown = { total: Count; rows: string };

function ticksOf(total: Count) {
  return renderHook(({ total: count, rows }: Shown) => useTicks(count, rows), {
    initialProps: { total, rows: 'shops' },
  });
}

test('with other rows nothing is ticked, neither single ones nor all', () => {
  const total = { value: 3, exact: true };
  const { result, rerender } = ticksOf(total);
  act(() => result.current.tickAll(ROWS));
  rerender({ total, rows: 'bars' });
  expect(result.current.count).toBe(0);
  act(() => result.current.tickFilter());
  expect(result.current.everything).toBe(true);
  rerender({ total, rows: 'shops' });
  expect(result.current.everything).toBe(false);
  expect(result.current.count).toBe(0);
});

test('all that match are as many as when they were chosen; single ones stay as they are', () => {
  const { result, rerender } = ticksOf({ value: 3, exact: true });
  act(() => result.current.tickFilter());
  rerender({ total: { value: 4, exact: true }, rows: 'shops' });
  expect(result.current.everything).toBe(false);
  act(() => result.current.tickAll(ROWS));
  rerender({ total: { value: 5, exact: true }, rows: 'shops' });
  expect(result.current.count).toBe(3);
});

test('what is counted exactly afterwards is still all that was chosen', () => {
  const { result, rerender } = ticksOf({ value: 1000, exact: false });
  act(() => result.current.tickFilter());
  rerender({ total: { value: 1234, exact: true }, rows: 'shops' });
  expect(result.current.everything).toBe(true);
  expect(result.current.count).toBe(1234);
});
