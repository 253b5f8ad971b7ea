import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { type Chain, ChainTree } from './ChainTree';
import texts from './i18n/zh-CN.json';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'customers')();
});

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  Link: ({ children }: { children: ReactNode }) => <a href="#there">{children}</a>,
}));

const may = vi.fn(() => true);
vi.mock('@/lib', async (original) => ({
  ...(await original<typeof import('@/lib')>()),
  useMay: () => may(),
}));

const SHOP = { id: '019', name: '金源烟酒店' };
const DEALER = { id: '020', name: '徽商酒业' };

/** What stands directly below each, and who uses what it sells. */
let below: Record<string, object>;
let consumers: Record<string, string[]>;
const asked = vi.fn<(path: string) => void>();
vi.mock('@/api', async (original) => {
  const real = await original<typeof import('@/api')>();
  return {
    ...real,
    api: {
      get: async (path: string) => {
        asked(path);
        return below[path.split('/')[2] ?? ''] ?? { above: [], items: [] };
      },
    },
    useList: (list: string, { filter }: { filter: { all: { value: string[] }[] } }, enabled: boolean) => {
      if (enabled) asked(list);
      const names = enabled ? (consumers[filter.all[0]?.value[0] ?? ''] ?? []) : [];
      return { rows: names.map((name) => ({ id: name, name })), isLoading: false, hasNextPage: false };
    },
  };
});

beforeEach(() => {
  below = {};
  consumers = {};
  may.mockReturnValue(true);
  asked.mockClear();
});
afterEach(cleanup);

function show(account = SHOP, chain: Chain = 'supply') {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <QueryClientProvider client={new QueryClient()}>
        <ChainTree account={account} chain={chain} />
      </QueryClientProvider>
    </LocaleContext>,
  );
}

test('a terminal that nobody supplies shows its own consumers', async () => {
  consumers = { [SHOP.id]: ['王芳', '李明'] };
  show();
  expect(await screen.findByRole('region', { name: texts['chain.supply'] })).toBeVisible();
  expect(screen.getByText(texts['chain.consumers'])).toBeVisible();
  expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['王芳', '李明']);
});

test('a terminal of a dealer shows the dealer and its own consumers', async () => {
  below = { [SHOP.id]: { above: [DEALER], items: [] } };
  consumers = { [SHOP.id]: ['王芳'] };
  show();
  expect(await screen.findByRole('link', { name: DEALER.name })).toBeVisible();
  expect(screen.getByRole('link', { name: '王芳' })).toBeVisible();
});

test('below a dealer, the consumers of a terminal are shown when it is opened', async () => {
  below = { [DEALER.id]: { above: [], items: [{ account: SHOP, further: 0 }] } };
  consumers = { [SHOP.id]: ['王芳'] };
  show(DEALER);
  await userEvent.click(await screen.findByRole('button', { expanded: false }));
  expect(await screen.findByRole('link', { name: '王芳' })).toBeVisible();
});

test('who stands alone and serves nobody, and who may not read contacts, is shown nothing', async () => {
  show();
  await waitFor(() => expect(asked).toHaveBeenCalledWith(`/accounts/${SHOP.id}/below`));
  expect(screen.queryByRole('region')).toBeNull();
  cleanup();
  consumers = { [SHOP.id]: ['王芳'] };
  may.mockReturnValue(false);
  asked.mockClear();
  show();
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByRole('region')).toBeNull();
  expect(asked).not.toHaveBeenCalledWith('contacts');
});

test('a group asks for no consumers', async () => {
  below = { [SHOP.id]: { above: [DEALER], items: [] } };
  consumers = { [SHOP.id]: ['王芳'] };
  show(SHOP, 'group');
  expect(await screen.findByRole('region', { name: texts['chain.group'] })).toBeVisible();
  expect(screen.queryByText('王芳')).toBeNull();
});
