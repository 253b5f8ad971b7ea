import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { RecordListProps } from '@/ui';
import { filterOf } from '@/ui/list/useListPage';
import { TaskList } from './TaskList';

const shown = vi.fn<(props: RecordListProps) => null>(() => null);
vi.mock('@/ui', () => ({ RecordList: (props: RecordListProps) => shown(props), KeyValue: () => null }));
vi.mock('./TaskItem', () => ({ TaskItem: () => null }));
vi.mock('./TaskRemove', () => ({ TaskRemove: () => null }));

afterEach(cleanup);

test('all tasks begin with the open ones, until a view or the person says otherwise', () => {
  render(<TaskList />);
  const start = shown.mock.calls[0]?.[0].start;
  expect(start).toEqual({ all: [{ field: 'state', op: 'in', value: ['open'] }] });
  const everything = { all: [] };
  const view = { field: 'state', op: 'in', value: ['done'] } as const;
  expect(filterOf(undefined, undefined, start)).toBe(start);
  expect(filterOf(everything, undefined, start)).toBe(everything);
  expect(filterOf(undefined, { filter: { ...view, value: [...view.value] } }, start)).toEqual(view);
  expect(filterOf(undefined, { filter: undefined }, start)).toBeUndefined();
});
