import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ListInfo } from '@/api';
import { loadLocale } from '@/lib/i18n';
import texts from '../i18n/zh-CN.json';
import { MoreTools } from './MoreTools';

beforeAll(async () => {
  await loadLocale('zh-CN');
  // Loaded on demand; a slow machine takes longer for it than a test waits.
  await import('./ColumnList');
});

afterEach(cleanup);

const fields = ['name', 'phone'].map((key) => ({ key, kind: 'text' }));
const columns = {
  list: 'things',
  info: { fields, default_columns: ['name'] } as unknown as ListInfo,
  columns: fields.slice(0, 1) as ListInfo['fields'],
  onChange: () => {},
};

test('on a narrow screen the list is written to a file and its columns are chosen behind «more»', async () => {
  const onExport = vi.fn();
  render(<MoreTools columns={columns} onExport={onExport} />);
  const user = userEvent.setup();
  const more = screen.getByRole('button', { name: texts.more });
  await user.click(more);
  await user.click(screen.getByRole('menuitem', { name: texts['export.csv'] }));
  expect(onExport).toHaveBeenCalledWith('csv');
  await user.click(more);
  await user.click(screen.getByRole('menuitem', { name: texts['columns.label'] }));
  expect(await screen.findByRole('dialog', { name: texts['columns.label'] })).toBeVisible();
});

test('whoever may not export still chooses columns', async () => {
  render(<MoreTools columns={columns} />);
  await userEvent.setup().click(screen.getByRole('button', { name: texts.more }));
  expect(screen.getAllByRole('menuitem')).toHaveLength(1);
});
