import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { confirm } from './confirm';
import { useLeaveGuard, useLeaving } from './leave';

const blocks = vi.hoisted(() => ({ enableBeforeUnload: (): boolean => false }));

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useBlocker: (given: typeof blocks) => Object.assign(blocks, given),
}));
vi.mock('./confirm', () => ({ confirm: vi.fn() }));

const asked = vi.mocked(confirm);

beforeEach(() => {
  asked.mockReset();
});
afterEach(cleanup);

function Page({
  dirty,
  act,
  told,
}: {
  dirty: boolean;
  act: () => Promise<unknown>;
  told: (left: boolean) => void;
}) {
  useLeaveGuard(() => dirty);
  const leaving = useLeaving();
  return (
    <button type="button" onClick={() => void leaving(act).then(told, () => told(false))}>
      leave
    </button>
  );
}

async function leave(dirty: boolean, act = vi.fn(() => Promise.resolve())) {
  const told = vi.fn();
  render(<Page dirty={dirty} act={act} told={told} />);
  await userEvent.click(screen.getByRole('button'));
  await waitFor(() => expect(told).toHaveBeenCalled());
  return { act, told };
}

test('nothing is asked while nothing is typed', async () => {
  const { act, told } = await leave(false);
  expect(asked).not.toHaveBeenCalled();
  expect(act).toHaveBeenCalledOnce();
  expect(told).toHaveBeenCalledWith(true);
});

test('whoever stays has done nothing', async () => {
  asked.mockResolvedValue(false);
  const { act, told } = await leave(true);
  expect(act).not.toHaveBeenCalled();
  expect(told).toHaveBeenCalledWith(false);
  expect(blocks.enableBeforeUnload()).toBe(true);
});

test('whoever goes is not asked a second time, unless it fails', async () => {
  asked.mockResolvedValue(true);
  const { told } = await leave(true);
  expect(told).toHaveBeenCalledWith(true);
  expect(blocks.enableBeforeUnload()).toBe(false);
  cleanup();
  await leave(
    true,
    vi.fn(() => Promise.reject(new Error('no network'))),
  );
  expect(blocks.enableBeforeUnload()).toBe(true);
});
