import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { ConfirmHost } from '@/ui/confirm';
import ui from '../ui/i18n/zh-CN.json';
import { beingTyped, CommentForm } from './CommentForm';

const guard = vi.fn<(isDirty: () => boolean) => void>();
vi.mock('@/ui/leave', async (original) => ({
  ...(await original<typeof import('@/ui/leave')>()),
  useLeaveGuard: (isDirty: () => boolean) => guard(isDirty),
}));

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'interactions')();
});
afterEach(cleanup);

test('colleagues are looked for by what stands behind the last @', () => {
  expect(beingTyped('请 @林')).toBe('林');
  expect(beingTyped('请@lxy')).toBe('lxy');
  expect(beingTyped('@陈思远 和 @')).toBe('');
  expect(beingTyped('@陈思远 看一下')).toBe('');
});

function show(onDone: () => void = () => undefined) {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
      <QueryClientProvider client={new QueryClient()}>
        <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
          <CommentForm account="a" onDone={onDone} />
          <ConfirmHost />
        </ConfigProvider>
      </QueryClientProvider>
    </LocaleContext>,
  );
  return screen.getByRole('textbox');
}

const nobody = () => Promise.resolve(new Response(JSON.stringify([])));

test('whoever may see the customer is asked for by their own names', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(JSON.stringify([{ id: 'u1', name: '陶小满' }])));
  });
  const box = show();
  box.focus();
  fireEvent.change(box, { target: { value: '@陶' } });
  await waitFor(() => expect(asked.at(-1)).toContain(`account_id=a&q=${encodeURIComponent('陶')}`));
  expect(asked.every((url) => url.includes('/comments/colleagues'))).toBe(true);
});

test('a comment is sent once however often the keys come, and is guarded until then', async () => {
  const sent = vi.fn(() => new Promise(() => undefined));
  vi.stubGlobal('fetch', (_: string, { method }: RequestInit) => (method === 'POST' ? sent() : nobody()));
  const box = show();
  const isDirty = () => guard.mock.calls.at(-1)?.[0]();
  expect(isDirty()).toBe(false);
  fireEvent.change(box, { target: { value: '好' } });
  expect(isDirty()).toBe(true);
  for (let times = 0; times < 3; times += 1) fireEvent.keyDown(box, { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(sent).toHaveBeenCalled());
  await new Promise((done) => setTimeout(done, 20));
  expect(sent).toHaveBeenCalledTimes(1);
});

test('a comment that is typed is not thrown away without asking, an empty one is', async () => {
  vi.stubGlobal('fetch', nobody);
  const onDone = vi.fn();
  const user = userEvent.setup();
  const box = show(onDone);
  await user.type(box, '好');
  await user.click(screen.getByRole('button', { name: ui.cancel }));
  const yes = await screen.findByRole('button', { name: ui['form.leave'] });
  expect(onDone).not.toHaveBeenCalled();
  await user.click(yes);
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  cleanup();
  show(onDone);
  await user.click(screen.getByRole('button', { name: ui.cancel }));
  await waitFor(() => expect(onDone).toHaveBeenCalledTimes(2));
});
