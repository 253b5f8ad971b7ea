import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { Problem } from '@/api';
import texts from './i18n/zh-CN.json';
import { behind, inShell } from './inShell';
import type { ValueReport } from './types';
import { ValuePage } from './ValuePage';

let report: Partial<ValueReport> | Problem;
vi.mock('@/api', async (original) => ({
  ...(await original<typeof import('@/api')>()),
  api: {
    get: async () => {
      if (report instanceof Problem) throw report;
      return { compare_days: 91, cohorts: [], survival: [], not_recorded: [], ...report };
    },
  },
}));

afterEach(cleanup);

type Classes = NonNullable<ValueReport['classes']>;

function classes(active: number, contribution: Partial<Classes['contribution']>): Classes {
  const spread = { total_minor: 0, below_zero: 0, points: [], top_fifth_minor: 0, abc: [], ...contribution };
  return {
    active,
    pyramid: [],
    abc: [],
    bcg: [],
    movements: [],
    performance_minor: {},
    contribution: spread,
    to_date: spread,
  } as unknown as Classes;
}

const COHORT = { month: '2024-02', customers: 3, active: [3], active_bp: [10_000] };

test('before the first run nothing is reckoned', async () => {
  report = {};
  await inShell(<ValuePage />);
  expect(await screen.findByText(texts.empty)).toBeVisible();
});

test('who may see some customers only is told that the page is of all, and led to those', async () => {
  report = new Problem({ status: 403, code: 'forbidden' });
  await inShell(<ValuePage />, ['account', 'value']);
  expect(await screen.findByText(texts.of_all)).toBeVisible();
  const byValue = new URL(screen.getByRole<HTMLAnchorElement>('link', { name: texts.of_all_list }).href);
  expect([byValue.pathname, byValue.searchParams.get('sort')]).toEqual(['/accounts', '-customer_value']);
  expect(screen.getByRole('link', { name: /客户组合/ })).toHaveAttribute('href', '/portfolio');
});

test('who may not see what customers are worth is refused', async () => {
  report = new Problem({ status: 403, code: 'forbidden' });
  await inShell(<ValuePage />, ['account']);
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(screen.queryByText(texts.of_all)).toBeNull();
});

test('without any order there is nothing to reckon', async () => {
  report = { day: '2026-11-28', classes: classes(0, {}) };
  await inShell(<ValuePage />);
  expect(await screen.findByText(texts.no_orders)).toBeVisible();
});

test('where all customers have left, what they left is told, and the months open them', async () => {
  report = { day: '2026-11-28', classes: classes(0, {}), cohorts: [COHORT] };
  await inShell(<ValuePage />);
  expect(await screen.findByText(texts.nobody_active_text)).toBeVisible();
  expect(screen.queryByText(texts.whale)).toBeNull();
  expect(behind('3')).toEqual({
    list: '/accounts',
    filter: { field: 'first_order_on', op: 'between', value: ['2024-02-01', '2024-02-29'] },
  });
});

test('who lose money together have no share of anything, and those who take away are opened', async () => {
  const loss = { total_minor: -500_000, top_fifth_minor: 120_000, below_zero: 7 };
  report = { day: '2026-11-28', classes: classes(12, loss) };
  await inShell(<ValuePage />);
  expect(
    await screen.findByText(/整体不赚钱：利润贡献合计 -¥5,000.00，其中最好的五分之一客户合计 ¥1,200.00/),
  ).toBeVisible();
  expect(screen.queryByText(/基尼/)).toBeNull();
  expect(behind(/^7 个客户/)).toMatchObject({
    list: '/accounts',
    filter: { all: [{ field: 'is_active' }, { field: 'contribution_12m', op: 'lt', value: 0 }] },
  });
});

test.each([
  [{ total_minor: -500_000, top_fifth_minor: 0 }, '整体不赚钱：利润贡献合计 -¥5,000.00。'],
  [{ total_minor: 0, top_fifth_minor: 0 }, texts.whale_nothing_few],
  [
    { total_minor: 700_000, top_fifth_minor: 0 },
    '利润贡献合计 ¥7,000.00。客户不到五个，分不出最好的五分之一。',
  ],
])('of fewer than five customers nothing is said of a fifth', async (spread, said) => {
  report = { day: '2026-11-28', classes: classes(3, spread) };
  await inShell(<ValuePage />);
  expect(await screen.findByText(said)).toBeVisible();
});

test('who together bring exactly nothing do not lose money', async () => {
  report = { day: '2026-11-28', classes: classes(12, { total_minor: 0, top_fifth_minor: 120_000 }) };
  await inShell(<ValuePage />);
  expect(await screen.findByText(/整体不赚不亏.*五分之一客户合计 ¥1,200.00/)).toBeVisible();
  expect(screen.queryByText(/不赚钱/)).toBeNull();
});

test('of a single customer there is a pyramid of one, and no fifth, no survival and no model', async () => {
  const only = {
    total_minor: 36_000,
    top_fifth_minor: 0,
    points: [{ accounts_bp: 10_000, sum_minor: 36_000 }],
  };
  const pyramid = ['vip', 'major', 'ordinary', 'small'].map((name) => ({
    class: name,
    accounts: name === 'vip' ? 1 : 0,
    value_minor: name === 'vip' ? 120_000 : 0,
    from_minor: name === 'vip' ? 120_000 : null,
  }));
  report = {
    day: '2026-11-28',
    classes: { ...classes(1, only), pyramid } as Classes,
    cohorts: [{ month: '2026-11', customers: 1, active: [1], active_bp: [10_000] }],
  };
  await inShell(<ValuePage />);
  const section = await screen.findByRole('region', { name: texts.pyramid });
  expect(within(section).getByRole('row', { name: /^VIP.*1 ¥1,200$/ })).toBeVisible();
  expect(section.querySelectorAll('polygon')).toHaveLength(1);
  expect(within(section).queryByText(texts.next_to_vip)).toBeNull();
  expect(screen.getByText(/^利润贡献合计 ¥360.00。客户不到五个/)).toBeVisible();
  for (const text of [texts.survival, texts['model.title']]) expect(screen.queryByText(text)).toBeNull();
  expect(document.body.textContent).not.toMatch(/NaN|undefined|Infinity/);
});
