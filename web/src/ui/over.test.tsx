import type { RouterHistory } from '@tanstack/react-router';
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useOver, watchOver } from './over';

type Blocker = Parameters<RouterHistory['block']>[0];

afterEach(cleanup);

function Layer({ onClose, open }: { onClose: () => void; open?: boolean }) {
  useOver(onClose, open);
  return null;
}

function back(action: 'BACK' | 'PUSH' = 'BACK') {
  let blocker: Blocker | undefined;
  watchOver({ block: (each: Blocker) => (blocker = each) } as unknown as RouterHistory);
  const place = {} as Parameters<Blocker['blockerFn']>[0]['currentLocation'];
  return blocker?.blockerFn({ currentLocation: place, nextLocation: place, action });
}

test('Back closes the topmost of what stands over the page, one at a time, and then leaves the page', () => {
  const drawer = vi.fn();
  const menu = vi.fn();
  const below = render(<Layer onClose={drawer} />);
  const above = render(<Layer onClose={menu} />);
  expect(back()).toBe(true);
  expect([drawer.mock.calls.length, menu.mock.calls.length]).toEqual([0, 1]);
  above.unmount();
  expect(back()).toBe(true);
  expect(drawer).toHaveBeenCalledOnce();
  below.unmount();
  expect(back()).toBe(false);
});

test('what is closed does not answer, and a link does not close anything', () => {
  const palette = vi.fn();
  const { rerender } = render(<Layer onClose={palette} open={false} />);
  expect(back()).toBe(false);
  rerender(<Layer onClose={palette} open />);
  expect(back('PUSH')).toBe(false);
  expect(palette).not.toHaveBeenCalled();
  expect(back()).toBe(true);
});
