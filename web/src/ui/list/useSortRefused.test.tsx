import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { Problem } from '@/api';
import { useSortRefused } from './useSortRefused';

const shown = vi.fn();
vi.mock('@/lib', async (original) => ({
  ...(await original<typeof import('@/lib')>()),
  useShowProblem: () => shown,
}));

afterEach(() => {
  cleanup();
  shown.mockClear();
});

function invalid(pointer: string) {
  const errors = [{ pointer, code: 'sort_needs_filter', detail: '', params: { max: 20_000 } }];
  return new Problem({ status: 422, code: 'invalid', title: '', errors } as never);
}

test('a refused order is told once, and the list takes its own', () => {
  const own = vi.fn();
  const refusal = invalid('/sort');
  const { rerender } = renderHook(({ error }) => useSortRefused(error, own), {
    initialProps: { error: refusal as unknown },
  });
  rerender({ error: refusal });
  expect([own.mock.calls.length, shown.mock.calls.length]).toEqual([1, 1]);
});

test('of another fault the list itself tells', () => {
  const own = vi.fn();
  for (const error of [null, new Error('x'), invalid('/filter')])
    renderHook(() => useSortRefused(error, own));
  expect([own.mock.calls.length, shown.mock.calls.length]).toEqual([0, 0]);
});
