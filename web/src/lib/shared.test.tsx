import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { shared, useShared } from './shared';

test('whoever reads a shared value sees each change, until it is gone from the page', () => {
  const count = shared(1);
  let drawn = 0;
  const { result, unmount } = renderHook(() => {
    drawn += 1;
    return useShared(count);
  });
  expect(result.current).toBe(1);
  act(() => count.write(2));
  expect(result.current).toBe(2);
  unmount();
  count.write(3);
  expect(count.read()).toBe(3);
  expect(drawn).toBe(2);
});
