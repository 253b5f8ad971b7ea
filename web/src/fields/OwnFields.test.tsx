import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { ConfigProvider, Form } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { keys } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { OwnFields } from './OwnFields';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'fields')();
});
afterEach(cleanup);

const own = (key: string, label: string, more = {}) => ({
  key: `custom.${key}`,
  kind: 'text',
  editable: true,
  custom: { key, label, type: 'text', required: true, ...more },
});

async function send(before?: Record<string, unknown>) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(keys.listInfo('accounts'), {
    fields: [
      { key: 'name', kind: 'text', editable: true },
      own('code', '门店编码', { help: '贴在门上' }),
      { ...own('margin', '毛利率'), editable: false },
    ],
  });
  const onFinish = vi.fn();
  const onFinishFailed = vi.fn();
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
      <QueryClientProvider client={client}>
        <ConfigProvider theme={{ zeroRuntime: true }}>
          <Form onFinish={onFinish} onFinishFailed={onFinishFailed} initialValues={before}>
            <OwnFields list="accounts" before={before} />
            <button type="submit">send</button>
          </Form>
        </ConfigProvider>
      </QueryClientProvider>
    </LocaleContext>,
  );
  expect(screen.getByText('贴在门上')).toBeVisible();
  expect(screen.queryByText('毛利率'), 'what is computed is nobody’s to fill in').toBeNull();
  const box = screen.getByRole('textbox', { name: /门店编码/ });
  fireEvent.change(box, { target: { value: ' ' } });
  fireEvent.click(screen.getByText('send'));
  await vi.waitFor(() => expect(onFinish.mock.calls.length + onFinishFailed.mock.calls.length).toBe(1));
  return onFinish.mock.calls.length === 1;
}

test('what is required is asked of a new record', async () => {
  expect(await send()).toBe(false);
  expect(await screen.findByText('必填')).toBeInTheDocument();
});

test('it is not taken out of a record that has it', async () => {
  expect(await send({ 'custom.code': 'A-1' })).toBe(false);
});

test('a record from before is not asked for it', async () => {
  expect(await send({ 'custom.code': null })).toBe(true);
});
