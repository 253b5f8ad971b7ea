import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useRef, useState } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Drop, placeAt } from './Drop';

let resized: () => void = () => undefined;

beforeAll(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: () => void) {
        resized = callback;
      }
      observe() {}
      disconnect() {}
    },
  );
});

afterEach(cleanup);

function Opener({ children }: { children: ReactNode }) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button ref={button} type="button" onClick={() => setOpen(true)}>
        open
      </button>
      {open && button.current && (
        <Drop anchor={button.current} placement="bottomLeft" onClose={() => setOpen(false)}>
          {children}
        </Drop>
      )}
    </>
  );
}

test('whoever opens a box by the keyboard is in it, and back at its button when it closes', async () => {
  const user = userEvent.setup();
  render(
    <Opener>
      <button type="button" disabled>
        not now
      </button>
      <button type="button">first</button>
    </Opener>,
  );
  await user.tab();
  await user.keyboard('{Enter}');
  expect(screen.getByRole('button', { name: 'first' })).toHaveFocus();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('button', { name: 'first' })).toBeNull();
  expect(screen.getByRole('button', { name: 'open' })).toHaveFocus();
});

test('what is loaded later gets the focus when it comes', async () => {
  const user = userEvent.setup();
  const { rerender } = render(<Opener>…</Opener>);
  await user.click(screen.getByRole('button', { name: 'open' }));
  expect(document.querySelector('.drop-box')).toHaveFocus();
  rerender(
    <Opener>
      <input aria-label="late" />
    </Opener>,
  );
  resized();
  expect(screen.getByRole('textbox', { name: 'late' })).toHaveFocus();
});

const phone = { width: 390, height: 844 };
const size = { width: 200, height: 300 };
const button = (left: number, top: number) => ({ left, right: left + 40, top, bottom: top + 40 });

test('a menu opens beneath its button, at the edge that was asked for', () => {
  expect(placeAt(button(20, 100), size, phone, 'bottomLeft')).toEqual({ left: 20, top: 144 });
  expect(placeAt(button(300, 100), size, phone, 'bottomRight')).toEqual({ left: 140, top: 144 });
});

test('where there is no room beneath it opens above', () => {
  expect(placeAt(button(20, 780), size, phone, 'bottomLeft')).toEqual({ left: 20, top: 476 });
  expect(placeAt(button(20, 100), size, phone, 'topLeft')).toEqual({ left: 20, top: 144 });
});

test('it never leaves the window', () => {
  expect(placeAt(button(340, 100), size, phone, 'bottomLeft').left).toBe(182);
  expect(placeAt(button(20, 400), { width: 200, height: 800 }, phone, 'bottomLeft').top).toBe(36);
});
