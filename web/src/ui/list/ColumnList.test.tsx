import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { FieldInfo, ListInfo } from '@/api';
import { loadLocale } from '@/lib/i18n';
import texts from '../i18n/zh-CN.json';
import { ColumnList } from './ColumnList';
import { moved, shownColumns } from './columns';

beforeAll(async () => {
  await loadLocale('zh-CN');
});

afterEach(cleanup);

const INFO = {
  fields: ['name', 'owner', 'phone', 'region', 'website'].map((key) => ({ key, kind: 'text' })),
  default_columns: ['name', 'owner', 'phone'],
} as unknown as ListInfo;

function Chooser({ chosen }: { chosen: (string[] | undefined)[] }) {
  const [keys, setKeys] = useState<string[] | undefined>();
  const columns: FieldInfo[] = shownColumns(INFO, 'name', keys);
  return (
    <ColumnList
      list="things"
      info={INFO}
      columns={columns}
      onChange={(next) => {
        chosen.push(next);
        setKeys(next);
      }}
    />
  );
}

function box(key: string) {
  const row = document.querySelector(`[data-key="${key}"]`);
  return within(row as HTMLElement).getByRole('checkbox');
}

test('a column is found by typing and ticked without the mouse', async () => {
  const chosen: (string[] | undefined)[] = [];
  render(<Chooser chosen={chosen} />);
  const user = userEvent.setup();
  expect(screen.getByRole('textbox', { name: texts['columns.search'] })).toHaveFocus();
  await user.keyboard('REG');
  expect(screen.getAllByRole('checkbox')).toHaveLength(1);
  await user.keyboard('{ArrowDown} ');
  expect(chosen).toEqual([['name', 'owner', 'phone', 'region']]);
  expect(box('region')).toHaveFocus();
});

test('a row that is hidden stays where it is, and the arrows stop at the ends', async () => {
  const chosen: (string[] | undefined)[] = [];
  render(<Chooser chosen={chosen} />);
  const user = userEvent.setup();
  await user.keyboard('{ArrowDown} {ArrowDown}{ArrowDown} ');
  expect(chosen).toEqual([
    ['name', 'phone'],
    ['name', 'phone', 'region'],
  ]);
  expect([...document.querySelectorAll('[data-key]')].map((row) => row.getAttribute('data-key'))).toEqual([
    'owner',
    'phone',
    'region',
    'website',
  ]);
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
  expect(box('website')).toHaveFocus();
});

test('Alt with an arrow moves a column, says so, and keeps the focus on it', async () => {
  const chosen: (string[] | undefined)[] = [];
  render(<Chooser chosen={chosen} />);
  const user = userEvent.setup();
  await user.keyboard('{ArrowDown}{ArrowDown}{Alt>}{ArrowUp}{/Alt}');
  expect(chosen).toEqual([['name', 'phone', 'owner']]);
  expect(box('phone')).toHaveFocus();
  expect(screen.getByRole('status')).toHaveTextContent('phone');
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
  expect(chosen).toHaveLength(1);
});

test('back to the default is no choice at all', async () => {
  const chosen: (string[] | undefined)[] = [];
  render(<Chooser chosen={chosen} />);
  await userEvent.setup().click(screen.getByRole('button', { name: texts['columns.reset'] }));
  expect(chosen).toEqual([undefined]);
});

test('a key moves to a place and the others keep their order', () => {
  expect(moved(['a', 'b', 'c', 'd'], 'a', 2)).toEqual(['b', 'c', 'a', 'd']);
  expect(moved(['a', 'b', 'c', 'd'], 'd', 0)).toEqual(['d', 'a', 'b', 'c']);
});
