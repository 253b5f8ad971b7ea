import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { FieldInfo } from '@/api';
import { loadLocale } from '@/lib/i18n';
import { ConfirmHost } from '../confirm';
import texts from '../i18n/zh-CN.json';
import { BulkDialog } from './BulkDialog';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useBlocker: () => undefined,
}));
vi.mock('../refs', () => ({ useTags: () => ({ data: ['老客户'] }), useRefOptions: () => ({ data: [] }) }));

beforeAll(async () => {
  await loadLocale('zh-CN');
});

afterEach(cleanup);

const TAGS: FieldInfo = { key: 'tags', kind: 'tags' };
const GRADE: FieldInfo = { key: 'credit_grade', kind: 'choice', choices: ['a', 'b'] };

function show(fields: FieldInfo[]) {
  const onApply = vi.fn();
  const onClose = vi.fn();
  render(
    <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
      <BulkDialog list="accounts" fields={fields} amount="3" onClose={onClose} onApply={onApply} />
      <ConfirmHost />
    </ConfigProvider>,
  );
  const user = userEvent.setup();
  const apply = () => screen.getByRole('button', { name: texts['bulk.apply'] });
  return { onApply, onClose, user, apply };
}

test('a field with a button of its own is not asked for again, and tags are taken away as well', async () => {
  const { onApply, user, apply } = show([TAGS]);
  expect(screen.queryByRole('combobox', { name: texts['filter.field'] })).toBeNull();
  expect(apply()).toBeDisabled();
  await user.click(screen.getByRole('button', { name: texts['bulk.remove_tags'] }));
  await user.type(screen.getByRole('combobox', { name: 'tags' }), '老客户,');
  await user.click(apply());
  expect(onApply).toHaveBeenCalledWith({ remove_tags: ['老客户'] });
});

test('among several fields one is chosen', async () => {
  const { user, apply } = show([GRADE, TAGS]);
  await user.click(screen.getByRole('combobox', { name: texts['filter.field'] }));
  await user.click(await screen.findByTitle('tags'));
  await user.type(screen.getByRole('combobox', { name: texts['bulk.value'] }), '老客户,');
  expect(apply()).toBeEnabled();
});

test('what was typed is not thrown away without asking', async () => {
  const { onClose, user } = show([TAGS]);
  await user.type(screen.getByRole('combobox', { name: 'tags' }), '老客户,');
  await user.click(screen.getByRole('button', { name: texts.cancel }));
  await user.click(await screen.findByRole('button', { name: texts['form.leave'] }));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
});
