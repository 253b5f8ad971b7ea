import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { showKinds } from '@/lib';
import { loadLocale } from '@/lib/i18n';
import texts from './i18n/zh-CN.json';
import { RestoreButton } from './RestoreButton';

const navigate = vi.fn();
let may = true;
vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useNavigate: () => navigate,
}));
vi.mock('@/lib/me', async (original) => ({
  ...(await original<typeof import('@/lib/me')>()),
  useMay: (object: string, action: string) => may && object === 'thing' && action === 'remove',
}));

beforeAll(async () => {
  await loadLocale('zh-CN');
  showKinds([{ kind: 'thing', list: 'things', page: (id) => `/things/${id}` }]);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show() {
  render(
    <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={new QueryClient()}>
        <RestoreButton list="things" id="t1" name="甲" />
      </QueryClientProvider>
    </ConfigProvider>,
  );
}

test('what is taken out of the trash is shown', async () => {
  const fetched = vi.fn(async (_url: string, _request: RequestInit) => new Response('{"id":"t1"}'));
  vi.stubGlobal('fetch', fetched);
  show();
  await userEvent.click(screen.getByRole('button', { name: texts['trash.restore'] }));
  await waitFor(() => expect(navigate).toHaveBeenCalledWith({ to: '/things/t1' }));
  expect(fetched.mock.calls.map(([url, { method }]) => `${method} ${url}`)).toEqual([
    'POST /api/v1/things/t1/restore',
  ]);
});

test('who may not remove may not restore', () => {
  may = false;
  show();
  expect(screen.queryByRole('button')).toBeNull();
});
