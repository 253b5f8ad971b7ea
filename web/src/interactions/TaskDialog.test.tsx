import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import texts from './i18n/zh-CN.json';
import { TaskDialog } from './TaskDialog';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useBlocker: () => undefined,
}));
vi.mock('@/lib/me', async (original) => ({
  ...(await original<typeof import('@/lib/me')>()),
  useMe: () => ({ user: { id: 'u1', name: '陈思远' }, grants: [] }),
}));

const TASK = {
  id: 't1',
  version: 4,
  subject: '送样酒',
  due_on: '2026-11-25',
  state: 'open',
  priority: 'high',
  note: '两瓶，交给王经理',
  assignee: { id: 'u1', name: '陈思远' },
  may_change: true,
  may_remove: false,
};

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'interactions')();
});
afterEach(cleanup);

test('the form holds the whole task, of which the list shows a few columns', async () => {
  vi.stubGlobal('fetch', async (url: string) =>
    url.endsWith('/tasks/t1')
      ? new Response(JSON.stringify(TASK))
      : new Response(JSON.stringify({ items: [], fields: [] })),
  );
  const { note: _, priority: __, ...row } = TASK;
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
      <QueryClientProvider client={new QueryClient()}>
        <ConfigProvider theme={{ zeroRuntime: true }}>
          <TaskDialog task={row} onClose={() => undefined} />
        </ConfigProvider>
      </QueryClientProvider>
    </LocaleContext>,
  );
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(await screen.findByRole('textbox', { name: texts['tasks.fields.note'] })).toHaveValue(TASK.note);
  expect(screen.getByRole('button', { name: texts['tasks.choices.priority.high'] })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});
