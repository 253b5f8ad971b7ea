import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { showKinds } from '@/lib';
import { loadLocale } from '@/lib/i18n';
import { ForGoodButton } from './ForGoodButton';
import texts from './i18n/zh-CN.json';

let rights: string[] = [];
vi.mock('@/lib/me', async (original) => ({
  ...(await original<typeof import('@/lib/me')>()),
  useMay: (object: string, action: string) => action === 'remove' && rights.includes(object),
}));
vi.mock('./confirm', async (original) => ({
  ...(await original<typeof import('./confirm')>()),
  confirm: async () => true,
}));

beforeAll(async () => {
  await loadLocale('zh-CN');
  showKinds([{ kind: 'thing', list: 'things', page: (id) => `/things/${id}` }]);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(days: number) {
  const asked: string[] = [];
  const json = { 'content-type': 'application/json' };
  vi.stubGlobal(
    'fetch',
    vi.fn(async (url: string, { method }: RequestInit) => {
      if (method === 'POST') {
        asked.push(url);
        return new Response(null, { status: 204 });
      }
      return new Response(JSON.stringify([{ key: 'trash.days', value: days }]), { headers: json });
    }),
  );
  render(
    <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={new QueryClient()}>
        <ForGoodButton list="things" id="t1" name="甲" />
      </QueryClientProvider>
    </ConfigProvider>,
  );
  return asked;
}

test('who may do both deletes for good, after asking', async () => {
  rights = ['thing', 'trash'];
  const asked = show(0);
  await userEvent.click(screen.getByRole('button', { name: texts['trash.for_good'] }));
  await waitFor(() => expect(asked).toEqual(['/api/v1/things/t1/remove-for-good']));
});

test('who may not is only told when it goes by itself, at the earliest after thirty days', async () => {
  rights = ['thing'];
  show(10);
  expect(await screen.findByText(texts['trash.kept_days'].replace('{{days}}', '30'))).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});
