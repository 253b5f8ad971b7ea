import { cleanup, screen } from '@testing-library/react';
import dayjs from 'dayjs';
import { afterEach, expect, test, vi } from 'vitest';
import { AccountValue } from './AccountValue';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';

const money = (minor: number) => ({ minor, currency: 'CNY' });
const day = (ago: number) => dayjs().subtract(ago, 'day').format('YYYY-MM-DD');

/** Of a customer that ordered today for the first time, before a night has compared it. */
const FIRST_DAY = {
  day: day(0),
  parts: { to_date: money(120_000), open: money(0), future: money(0), sum: money(120_000) },
  forecast: { amount: money(0), source: 'run_rate', months: 12, growth_bp: null },
  year: {
    from: day(364),
    orders: 1,
    sales: money(120_000),
    goods: money(84_000),
    estimated: money(120_000),
    margin: money(36_000),
    service: [],
    service_cost: money(0),
    contribution: money(36_000),
    ratio_bp: 0,
    load: 'fine',
    amber_bp: 6000,
    red_bp: 10_000,
  },
  lifetime: {
    form: 'simple',
    why_simple: 'not_yet',
    value: money(90_000),
    years: [],
    churn_cost_low: money(90_000),
    churn_cost_high: money(90_000),
    keeping: money(0),
    multiples: [5, 10],
    retention_bp: 8000,
    discount_bp: 1000,
  },
  cycle: null,
  classes: { pyramid: 'none', abc: 'none', bcg: 'none' },
  views: [{ field: 'angles', class: 'none', why_none: 'not_yet', measures: [] }],
  history: [],
  not_recorded: ['opportunities'],
};

/** The only customer of a workspace, after a year and a night. */
const ONLY = {
  ...FIRST_DAY,
  cycle: { days: 30, due_on: day(15), silence: 'watch', silent_days: 45, overdue_bp: 15_000 },
  classes: {
    pyramid: 'vip',
    abc: 'A',
    bcg: 'star',
    to_next: null,
    bounds: {
      day: day(1),
      pyramid: [],
      abc: null,
      bcg: null,
      scores: { least: 50, why_none: 'too_few', recency: [], frequency: [], monetary: [] },
    },
  },
  forecast: { ...FIRST_DAY.forecast, growth_bp: 1500 },
  views: [{ field: 'angles', class: 'gain', measures: [] }],
};

let value: unknown;
vi.mock('@/api', async (original) => ({
  ...(await original<typeof import('@/api')>()),
  api: {
    get: async (path: string) => {
      if (path.endsWith('/value')) return value;
      if (path.endsWith('/demand')) return { products: [], families: [], months: 12, others: 0 };
      // What else the page asks for is still on its way.
      return new Promise(() => undefined);
    },
  },
}));

afterEach(cleanup);

function show(of: unknown, firstOrderOn: string | null) {
  value = of;
  const account = { id: 'a1', name: '金源' };
  return inShell(<AccountValue account={account} firstOrderOn={firstOrderOn} orders={1} frozen={false} />);
}

test('of a customer of the first day it is said how short the record is, and that the night will class it', async () => {
  await show(FIRST_DAY, day(0));
  expect(await screen.findByText(new RegExp(`首单在 ${day(0)}，记录只有 1 天`))).toBeVisible();
  expect(screen.getByText(texts.cycle_unknown)).toBeVisible();
  expect(screen.getByText('模型状态：还没有测算')).toBeVisible();
  expect(screen.getAllByText(texts['view_none.not_yet'])).toHaveLength(5);
  expect(screen.getByText(texts.history_none)).toBeVisible();
  expect(await screen.findByText(texts['demand.none'])).toBeVisible();
});

test('a record of a year is not called short', async () => {
  await show(ONLY, day(400));
  expect(await screen.findByText(texts.classes)).toBeVisible();
  expect(screen.queryByText(/记录只有/)).toBeNull();
});

test('the only customer of a workspace stands at the top, and is too few for quintiles', async () => {
  await show(ONLY, day(400));
  expect(await screen.findByText('客户价值 ¥1,200，已在最高一级')).toBeVisible();
  expect(screen.getByText(/同渠道的活跃客户不到 50 家/)).toBeVisible();
  expect(screen.getByText(/逾期指数 1\.5/)).toBeVisible();
});
