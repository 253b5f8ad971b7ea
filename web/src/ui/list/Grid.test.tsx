import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { memo } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { FieldInfo } from '@/api';
import { loadLocale } from '@/lib/i18n';
import { Grid } from './Grid';
import type { RowProps } from './Row';
import { useTicks } from './useTicks';

const drawn = vi.fn<(id: string) => void>();
vi.mock('./Row', () => ({
  GridRow: memo(({ row, index, onTick }: RowProps) => {
    drawn(row.id);
    return (
      <button type="button" onClick={() => onTick(row, index, false)}>
        {row.id}
      </button>
    );
  }),
}));
// Nothing has a size here, so that the real one would show no row.
vi.mock('@tanstack/react-virtual', () => ({
  useVirtualizer: ({ count }: { count: number }) => ({
    measure: () => undefined,
    scrollToIndex: () => undefined,
    getTotalSize: () => count * 40,
    getVirtualItems: () => Array.from({ length: count }, (_, index) => ({ index, start: index * 40 })),
  }),
}));

beforeAll(async () => {
  await loadLocale('zh-CN');
});
afterEach(cleanup);

const ROWS = ['a', 'b', 'c'].map((id) => ({ id, version: 1 }));
const COLUMNS: FieldInfo[] = [{ key: 'name', kind: 'text' }];

function Page() {
  const ticks = useTicks(undefined, '');
  return (
    <Grid
      list="accounts"
      title="accounts"
      rows={ROWS}
      total={undefined}
      columns={COLUMNS}
      sort=""
      sumsBusy={false}
      loading={false}
      stale={false}
      more={false}
      onMore={() => undefined}
      ticks={ticks}
      picking={false}
      onPeek={() => undefined}
      peeked={undefined}
      onSort={() => undefined}
      onEscape={() => undefined}
      editor={() => null}
    />
  );
}

test('a tick draws its own row again and no other', async () => {
  render(<Page />);
  drawn.mockClear();
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'b' }));
  expect(drawn.mock.calls).toEqual([['b']]);
  await user.click(screen.getByRole('button', { name: 'c' }));
  expect(drawn.mock.calls).toEqual([['b'], ['c']]);
});
