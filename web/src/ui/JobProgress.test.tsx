import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { forget } from '@/lib';
import { LocaleContext, loadLocale } from '@/lib/i18n';
import errors from './i18n/errors/zh-CN.json';
import texts from './i18n/zh-CN.json';
import { JobProgress } from './JobProgress';
import { JobTray } from './JobTray';
import { followJob } from './jobs';

beforeAll(async () => void (await loadLocale('zh-CN')));

const answer = vi.fn(async (url: string) => {
  const id = String(url).split('/').at(-1);
  return id === 'gone'
    ? Response.json({ status: 404, code: 'not_found' }, { status: 404 })
    : Response.json({ id, kind: 'demo.load', state: 'done', done: 1, total: 1, result: null });
});

afterEach(() => {
  cleanup();
  answer.mockClear();
});

function wrap(
  part: ReactElement,
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } }),
) {
  vi.stubGlobal('fetch', answer);
  return (
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <QueryClientProvider client={client}>{part}</QueryClientProvider>
    </LocaleContext>
  );
}

test('each of two jobs in one place is said to be done', async () => {
  const onDone = vi.fn();
  const client = new QueryClient();
  const { rerender } = render(wrap(<JobProgress id="one" label="…" onDone={onDone} />, client));
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
  rerender(wrap(<JobProgress id="two" label="…" onDone={onDone} />, client));
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledTimes(2));
  expect(onDone.mock.calls.map(([job]) => job.id)).toEqual(['one', 'two']);
});

test('a job that is gone is not asked for again, and says so', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  render(wrap(<JobProgress id="gone" label="…" />));
  expect(await screen.findByText(texts['job.failed'])).toBeInTheDocument();
  expect(screen.getByText({ ...texts, ...errors }['problem.not_found'])).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: texts.cancel })).toBeNull();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(answer).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});

test('the tray is empty once somebody signs out', async () => {
  const client = new QueryClient();
  followJob('one', '批量修改');
  render(wrap(<JobTray />, client));
  expect(await screen.findByText('批量修改')).toBeInTheDocument();
  forget(client);
  await vi.waitFor(() => expect(screen.queryByText('批量修改')).toBeNull());
});
