import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { meQuery } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { AccountFields } from './AccountFields';
import texts from './i18n/zh-CN.json';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'customers')();
});

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useNavigate: () => () => undefined,
  useBlocker: () => undefined,
}));
vi.mock('./entryParts', () => ({
  AlikeNotes: ({ children }: { children: React.ReactNode }) => children,
  AlikeAt: () => null,
  isMadeAnyway: async () => false,
}));

let territories: { active: boolean; is_broken: boolean }[];
const asked = vi.fn<(path: string) => void>();
const made = vi.fn(async (_: { body: object }) => ({ id: '019' }));
vi.mock('@/api', async (original) => ({
  ...(await original<typeof import('@/api')>()),
  api: {
    get: async (path: string) => {
      asked(path);
      return path === '/territories' ? territories : [];
    },
  },
  useListInfo: () => ({ isPending: false, data: { fields: [{ key: 'name' }, { key: 'owner' }] } }),
  useSave: () => ({ mutateAsync: made }),
}));

beforeEach(() => {
  territories = [{ active: true, is_broken: false }];
  asked.mockClear();
  made.mockClear();
});
afterEach(cleanup);

const ALL = [
  { object: 'account', action: 'read', scope: 'all' },
  { object: 'territory', action: 'read', scope: 'all' },
];

async function show(grants = ALL) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const me = { grants, fields: [], user: { id: '001', name: '陈思远' }, workspace: { currency: 'CNY' } };
  client.setQueryData(meQuery.queryKey, me as never);
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <QueryClientProvider client={client}>
          <AccountFields account={undefined} />
        </QueryClientProvider>
      </ConfigProvider>
    </LocaleContext>,
  );
  await userEvent.type(await box('accounts.fields.name'), '金源烟酒店');
}

const box = (label: keyof typeof texts) => screen.findByLabelText(new RegExp(`^${texts[label]}`));
const choice = () => screen.queryByRole('checkbox', { name: texts.assign });
async function save() {
  await userEvent.click(screen.getByRole('button', { name: /^保\s?存$/ }));
  await waitFor(() => expect(made).toHaveBeenCalled());
  return made.mock.lastCall?.[0].body;
}

test('a new customer that is left to the territories names no owner', async () => {
  await show();
  await userEvent.click(choice() as HTMLElement);
  expect(await box('accounts.fields.owner')).toBeDisabled();
  expect(await save()).toMatchObject({ name: '金源烟酒店', assign: true, owner_id: null });
});

test('otherwise it is its maker’s', async () => {
  await show();
  expect(choice()).not.toBeChecked();
  const body = await save();
  expect(body).toMatchObject({ owner_id: '001' });
  expect(body).not.toHaveProperty('assign', true);
});

test('without a territory that decides anything there is no choice', async () => {
  territories = [
    { active: false, is_broken: false },
    { active: true, is_broken: true },
  ];
  await show();
  expect(choice()).toBeNull();
});

test('nothing is asked for who may not read the territories, or not all customers', async () => {
  await show([{ object: 'account', action: 'read', scope: 'all' }]);
  expect(choice()).toBeNull();
  cleanup();
  await show([
    { object: 'account', action: 'read', scope: 'team' },
    { object: 'territory', action: 'read', scope: 'all' },
  ]);
  expect(choice()).toBeNull();
  expect(asked).not.toHaveBeenCalledWith('/territories');
});
