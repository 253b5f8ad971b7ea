import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { now } from '@/lib';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import errors from '@/ui/i18n/errors/zh-CN.json';
import texts from './i18n/zh-CN.json';
import { MergeLines } from './MergeHistory';
import type { Merge } from './types';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  Link: ({ to, children }: { to: string; children: ReactNode }) => <a href={to}>{children}</a>,
}));
vi.mock('@/lib/me', async (original) => ({
  ...(await original<typeof import('@/lib/me')>()),
  useMay: (object: string) => object === 'account',
}));
vi.mock('@/ui/confirm', async (original) => ({
  ...(await original<typeof import('@/ui/confirm')>()),
  confirm: async () => true,
}));

const RUN = '01900000-0000-7000-8000-00000000000a';

const merge = (id: string, more: Partial<Merge> = {}): Merge => ({
  id,
  kind: 'account',
  kept: { id: `${id}-kept`, name: `留${id}` },
  merged: { id: `${id}-merged`, name: `并${id}` },
  at: now().toISOString(),
  by: null,
  moved: {},
  state: 'merged',
  undo_until: now().add(10, 'day').toISOString(),
  run: null,
  ...more,
});

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'duplicates')();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Shows merges; what is asked of the server comes back. */
function show(merges: Merge[], left: unknown[] = []) {
  const asked: unknown[] = [];
  const answer = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  const fetched = async (url: string, { body, method }: RequestInit) => {
    if (method === 'POST') {
      asked.push([url, JSON.parse(String(body))]);
      return answer({ id: 'job' }, 202);
    }
    return answer({
      id: 'job',
      kind: '',
      state: 'done',
      done: 1,
      result: { undone: 1, refused: left.length, left },
    });
  };
  vi.stubGlobal('fetch', vi.fn(fetched));
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
        <QueryClientProvider client={new QueryClient()}>
          <MergeLines merges={merges} />
        </QueryClientProvider>
      </ConfigProvider>
    </LocaleContext>,
  );
  return asked;
}

const named = (name: string) => texts['undo_many.choose'].replace('{{name}}', name);

test('those that are chosen are undone together, and what is left says why', async () => {
  const left = [{ id: '1', merged: '并1', code: 'taken_meanwhile' }];
  const asked = show(
    [merge('1'), merge('2'), merge('3'), merge('4', { state: 'undone', undo_until: null })],
    left,
  );
  expect(screen.queryByRole('checkbox', { name: named('并4') })).toBeNull();
  const button = screen.getByRole('button', { name: /撤销所选/ });
  expect(button).toHaveProperty('disabled', true);
  for (const name of ['并1', '并3'])
    await userEvent.click(screen.getByRole('checkbox', { name: named(name) }));
  await userEvent.click(button);
  await waitFor(() => expect(asked).toEqual([['/api/v1/merges/undo', { merges: ['1', '3'] }]]));
  const told = await screen.findByText(/并1”：/);
  expect(told.textContent).toContain(errors['problem.taken_meanwhile']);
});

test('all of one run are undone by the way that stands once at the first of them', async () => {
  const asked = show([merge('1', { run: RUN }), merge('2', { run: RUN }), merge('3')]);
  const ways = screen.getAllByRole('button', { name: texts['undo_many.run'] });
  expect(ways).toHaveLength(1);
  await userEvent.click(ways[0] as HTMLElement);
  await waitFor(() => expect(asked).toEqual([['/api/v1/merges/undo', { run: RUN }]]));
});

test('who may not part such records, and whoever sees a single merge, has nothing to choose', () => {
  show([merge('1', { kind: 'contact' }), merge('2', { kind: 'contact' })]);
  expect(screen.queryByRole('checkbox')).toBeNull();
  cleanup();
  show([merge('1')]);
  expect(screen.queryByRole('checkbox')).toBeNull();
});
