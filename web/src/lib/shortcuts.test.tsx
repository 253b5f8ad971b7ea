import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { useShortcuts } from './shortcuts';

afterEach(cleanup);

function Page({ run }: { run: () => void }) {
  useShortcuts([
    { keys: 'e', label: 'edit', group: 'page', run },
    { keys: '[', label: 'previous', group: 'page', run },
  ]);
  return (
    <>
      <button type="button">page</button>
      <button type="button" onKeyDown={(event) => event.key === 'e' && event.preventDefault()}>
        grid
      </button>
      <div role="dialog">
        <button type="button">dialog</button>
      </div>
    </>
  );
}

test('a key is for the page unless what has the focus has answered it, or a dialog lies over the page', async () => {
  const run = vi.fn();
  render(<Page run={run} />);
  const user = userEvent.setup();
  const press = async (on: string, keys: string) => {
    screen.getByRole('button', { name: on }).focus();
    await user.keyboard(keys);
    return run.mock.calls.length;
  };
  expect(await press('page', 'e')).toBe(1);
  expect(await press('page', '[[')).toBe(2);
  expect(await press('grid', 'e')).toBe(2);
  expect(await press('dialog', 'e')).toBe(2);
});
