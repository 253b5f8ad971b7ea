import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { api } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { ImportStart } from './ImportStart';
import texts from './i18n/zh-CN.json';
import type { ImportPreview } from './types';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'admin', 'customers', 'contacts', 'orders')();
});

afterEach(cleanup);

const preview = {
  id: '019',
  kind: 'contacts',
  mapping: { 0: 'name', 1: 'mobile' },
  keys: ['mobile'],
  updates_by: ['mobile'],
  mode: null,
  key: null,
  makes_missing: true,
  checked_rows: 500,
  keyless_rows: { mobile: 57 },
  fields: [
    { key: 'name', required: true, instead: [] },
    { key: 'mobile', required: false, instead: [] },
  ],
} as unknown as ImportPreview;

function show(each: ImportPreview) {
  return render(
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <QueryClientProvider client={new QueryClient()}>
          <ImportStart preview={each} onBack={() => undefined} onStarted={() => undefined} />
        </QueryClientProvider>
      </ConfigProvider>
    </LocaleContext>,
  );
}

test('what was chosen for the trial stays chosen when one comes back, for this import only', async () => {
  show(preview);
  await userEvent.click(screen.getByRole('checkbox', { name: texts['import.make_missing'] }));
  await userEvent.click(screen.getByText(texts['import.mode_name.create']));
  cleanup();
  show(preview);
  expect(screen.getByRole('checkbox', { name: texts['import.make_missing'] })).not.toBeChecked();
  expect(screen.getByText(texts['import.mode_name.create'])).toHaveAttribute('aria-pressed', 'true');
  cleanup();
  show({ ...preview, id: '020' });
  expect(screen.getByRole('checkbox', { name: texts['import.make_missing'] })).toBeChecked();
});

test('without a column for what is required nothing starts but a change of what is there', async () => {
  show({ ...preview, id: '034', mapping: { 1: 'mobile' } });
  expect(screen.getByRole('alert')).toHaveTextContent('姓名');
  expect(screen.getByRole('button', { name: texts['import.start'] })).toBeDisabled();
  await userEvent.click(screen.getByText(texts['import.mode_name.update']));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: texts['import.start'] })).toBeEnabled();
});

test('rows without the key are told of, in the words of what will become of them', async () => {
  show({ ...preview, id: '032' });
  expect(screen.getByRole('status')).toHaveTextContent('前 500 行里有 57 行没有填“手机”：它们会直接新建');
  await userEvent.click(screen.getByText(texts['import.mode_name.update']));
  expect(screen.getByRole('status')).toHaveTextContent('它们会被退回');
  cleanup();
  show({ ...preview, id: '033', keyless_rows: { mobile: 0 } });
  expect(screen.queryByRole('status')).not.toBeInTheDocument();
});

const orders = {
  ...preview,
  id: '021',
  kind: 'orders',
  fields: [],
  mapping: { 0: 'number', 1: 'external_id', 2: 'ordered_on' },
  keys: ['number', 'external_id'],
  updates_by: ['external_id'],
  keyless_rows: {},
} as unknown as ImportPreview;

test('orders are brought up to date by their external id, and only by that', async () => {
  show(orders);
  expect(screen.getByText(texts['import.mode_name.upsert'])).toHaveAttribute('aria-pressed', 'true');
  const chosen = () => document.querySelector('.ant-select-content, .ant-select-selection-item')?.textContent;
  expect(chosen()).toBe('外部单号');
  await userEvent.click(screen.getByText(texts['import.mode_name.create']));
  await userEvent.click(screen.getByText(texts['import.mode_name.update']));
  expect(chosen()).toBe('外部单号');
  cleanup();
  // Without a column for it there are only new ones.
  show({ ...orders, id: '022', mapping: { 0: 'number', 2: 'ordered_on' } });
  expect(screen.getByText(texts['import.mode_name.create'])).toHaveAttribute('aria-pressed', 'true');
  expect(chosen()).toBe('单号');
  expect(screen.getByRole('button', { name: texts['import.start'] })).toBeEnabled();
  await userEvent.click(screen.getByText(texts['import.mode_name.upsert']));
  expect(screen.getByRole('button', { name: texts['import.start'] })).toBeDisabled();
});

test('rows that look like what is there are left out only when one says so, and where something is made', async () => {
  const post = vi.spyOn(api, 'post').mockResolvedValue(undefined as never);
  const choice = () => screen.queryByRole('checkbox', { name: texts['import.refuse_duplicates'] });
  const sent = () => post.mock.lastCall?.[1];
  const press = async (name: string) => {
    await userEvent.click(screen.getByRole('button', { name }));
    await waitFor(() => expect(post).toHaveBeenCalled());
  };
  show({ ...preview, id: '040' });
  expect(choice()).not.toBeChecked();
  await press(texts['import.try']);
  expect(sent()).toMatchObject({ refuse_duplicates: false });
  cleanup();

  post.mockClear();
  show({ ...preview, id: '040' });
  await userEvent.click(choice() as HTMLElement);
  await press(texts['import.try']);
  expect(sent()).toMatchObject({ refuse_duplicates: true });
  cleanup();

  // What was chosen for the trial goes into the real run, but an update makes nothing.
  post.mockClear();
  show({ ...preview, id: '040' });
  expect(choice()).toBeChecked();
  await userEvent.click(screen.getByText(texts['import.mode_name.update']));
  expect(choice()).toBeNull();
  await press(texts['import.start']);
  expect(sent()).toMatchObject({ refuse_duplicates: false });
  cleanup();

  show({ ...orders, id: '041' });
  expect(choice()).toBeNull();
  post.mockRestore();
});
