import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { api } from '@/api';
import { showKinds } from '@/lib';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import texts from './i18n/zh-CN.json';
import { RecordHistory } from './RecordHistory';

const REP = '01900000-0000-7000-8000-000000000003';
const entry = { at: '2026-11-25T08:00:00Z', by_job: false };
const page = {
  items: [
    {
      ...entry,
      id: '01900000-0000-7000-8000-000000000002',
      user_id: REP,
      changes: [{ field: 'phone', before: '0551-62880000', after: '0551-62880001' }],
    },
    {
      ...entry,
      id: '01900000-0000-7000-8000-000000000001',
      user_id: null,
      by_job: true,
      changes: [{ field: 'tags', before: [], after: ['老客户'] }],
    },
  ],
  names: { [REP]: '陈思远' },
};

beforeAll(async () => {
  showKinds([{ kind: 'account', list: 'accounts', changes: (id) => api.get(`/accounts/${id}/changes`) }]);
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'customers')();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('the page of a record says who changed what, and what stood there before', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(String(url));
    return new Response(JSON.stringify(page), { headers: { 'content-type': 'application/json' } });
  });
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <QueryClientProvider client={new QueryClient()}>
          <RecordHistory list="accounts" id="a1" />
        </QueryClientProvider>
      </ConfigProvider>
    </LocaleContext>,
  );
  const [byRep, bySystem] = await screen.findAllByRole('listitem');
  expect(asked[0]).toContain('/accounts/a1/changes');
  expect(byRep).toHaveTextContent('陈思远');
  expect(byRep).toHaveTextContent('0551-628800000551-62880001');
  expect(bySystem).toHaveTextContent(texts['history.system']);
  expect(bySystem).toHaveTextContent('老客户');
});
