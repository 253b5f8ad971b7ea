import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import { ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { showKinds } from '@/lib';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { AuditLog } from './AuditLog';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useNavigate: () => () => undefined,
  useSearch: () => ({}),
  Link: ({ to, children }: { to: string; children: ReactNode }) => <a href={to}>{children}</a>,
}));

const ACCOUNT = '01900000-0000-7000-8000-000000000001';
const ORDER = '01900000-0000-7000-8000-000000000002';
const REP = '01900000-0000-7000-8000-000000000003';
const GONE = '01900000-0000-7000-8000-000000000004';

function entry(name: string, record: string, more: Record<string, unknown>) {
  return {
    id: crypto.randomUUID(),
    at: '2026-11-25T08:00:00Z',
    name,
    kind: name.split('.')[0],
    record_id: record,
    about_id: null,
    user: { id: REP, name: '陈思远' },
    by_job: false,
    request_id: GONE,
    data: {},
    changes: [],
    ...more,
  };
}

const page = {
  items: [
    entry('account.changed', ACCOUNT, {
      about_id: ACCOUNT,
      changes: [{ field: 'owner_id', before: GONE, after: REP }],
    }),
    entry('order.entered', ORDER, { about_id: ACCOUNT }),
    entry('task.done', GONE, { data: { subject: '回电话' } }),
    entry('parameter.changed', GONE, { data: { key: 'admin.file_days' } }),
  ],
  names: { [ACCOUNT]: '金源烟酒店', [ORDER]: 'S-1', [REP]: '陈思远' },
};

beforeAll(async () => {
  showKinds([{ kind: 'account', list: 'accounts', page: (id) => `/accounts/${id}` }]);
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'admin', 'customers', 'orders', 'interactions')();
});

afterEach(cleanup);

test('an entry names its record, links to its page, and says the names behind ids', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(
      async () => new Response(JSON.stringify(page), { headers: { 'content-type': 'application/json' } }),
    ),
  );
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <QueryClientProvider client={new QueryClient()}>
          <AuditLog />
        </QueryClientProvider>
      </ConfigProvider>
    </LocaleContext>,
  );
  await screen.findAllByText('金源烟酒店');
  const [account, order, task, parameter] = screen.getAllByRole('listitem');
  if (!account || !order || !task || !parameter) throw new Error('there are four entries');
  expect(within(account).getAllByText('金源烟酒店')).toHaveLength(1);
  expect(within(account).getByRole('link', { name: '金源烟酒店' })).toHaveAttribute(
    'href',
    `/accounts/${ACCOUNT}`,
  );
  expect(account.querySelector('dl')).toHaveTextContent('…000004陈思远');
  expect(within(order).getByText('S-1').tagName).toBe('SPAN');
  expect(within(order).getByRole('link', { name: '金源烟酒店' })).toBeInTheDocument();
  expect(within(task).getByText('回电话')).toBeInTheDocument();
  expect(within(parameter).getByText('导入和导出的文件保留多久')).toBeInTheDocument();
  vi.unstubAllGlobals();
});
