import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { keys } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import ui from '../ui/i18n/zh-CN.json';
import texts from './i18n/zh-CN.json';
import { NextSteps } from './NextSteps';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'interactions')();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('what could not be read is not shown as nothing to do, and can be asked for again', async () => {
  const fetched = vi.fn(async () => Response.json({ status: 422, code: 'too_slow' }, { status: 422 }));
  vi.stubGlobal('fetch', fetched);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(keys.me, {
    user: { id: '1', name: '陈思远' },
    workspace: { currency: 'CNY' },
    grants: [{ object: 'task', action: 'read', scope: 'all' }],
  });
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <QueryClientProvider client={client}>
        <NextSteps account={{ id: '2', name: '金源烟酒店' }} />
      </QueryClientProvider>
    </LocaleContext>,
  );
  expect(await screen.findByRole('alert')).toBeInTheDocument();
  expect(screen.queryByText(texts['task.no_next_step'])).toBeNull();
  fetched.mockImplementation(async () => Response.json([]));
  await userEvent.setup().click(screen.getByRole('button', { name: ui.retry }));
  expect(await screen.findByText(texts['task.no_next_step'])).toBeInTheDocument();
});
