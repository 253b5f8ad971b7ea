import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { AccountClasses } from './AccountClasses';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import type { AccountValue } from './types';

afterEach(cleanup);

const money = (minor: number) => ({ minor, currency: 'CNY' });

const BOUNDS = {
  day: '2026-11-30',
  pyramid: [
    { class: 'vip', from: money(300_000_00) },
    { class: 'major', from: money(150_000_00) },
    { class: 'ordinary', from: money(60_000_00) },
    { class: 'small', from: null },
  ],
  abc: {
    shares_bp: [8000, 9500],
    before_bp: 8500,
    classes: [
      { class: 'A', from: money(70_000_00) },
      { class: 'B', from: money(20_000_00) },
      { class: 'C', from: null },
    ],
    to_next: money(5_000_00),
  },
  bcg: { performance: money(40_000_00), growth_bp: 1000, forecast: money(60_000_00) },
  scores: {
    least: 50,
    why_none: null as string | null,
    recency: [{ score: 5, from: 7 }],
    frequency: [{ score: 4, from: 12 }],
    monetary: [{ score: 3, from: 30_000_00 }],
  },
};
const TOO_FEW = {
  ...BOUNDS,
  scores: { least: 50, why_none: 'too_few', recency: [], frequency: [], monetary: [] },
};

type Told = { classes?: object; contribution?: number; growth?: number | null; whyNone?: string };

async function show({ classes = {}, contribution = 80_000_00, growth = 1500, whyNone }: Told) {
  await inShell(
    <AccountClasses
      value={
        {
          parts: { sum: money(123_000_00) },
          classes: {
            pyramid: 'major',
            abc: 'A',
            bcg: 'star',
            to_next: money(27_000_00),
            bounds: BOUNDS,
            ...classes,
          },
          cycle: null,
          year: { contribution: money(contribution), sales: money(90_000_00), orders: 34 },
          forecast: { amount: money(50_000_00), growth_bp: growth },
          views: [
            { field: 'angles', class: 'gain', why_none: whyNone ?? null, measures: [] },
            {
              field: 'campbell',
              class: 'tomorrow',
              measures: [{ field: 'growth', kind: 'ratio', bound: 1000 }],
            },
          ],
        } as unknown as AccountValue
      }
    />,
  );
  return document.body.textContent ?? '';
}

test('each class stands beside the own measure and what it was compared with', async () => {
  const said = await show({});
  expect(said).toContain('客户价值 ¥12.3万，距上一级还差 ¥27,000.00');
  expect(said).toContain('近 12 个月利润贡献 ¥8万：从大到小累计，排在前面的终端合计还不到 A 的界线');
  expect(said).toMatch(/近 12 个月利润贡献 ¥8万，不低于同渠道平均；同渠道平均 ¥4万；.*15%（界线 10%）/);
  expect(said).toMatch(/各级起点：VIP[^；]* ¥300,000.00、[^；]* ¥150,000.00、[^；]* ¥60,000.00/);
  expect(said).toContain('排在前面的终端合计占 85%（不到 80% 为 A，不到 95% 为 B）；距上一级还差 ¥5,000.00');
  expect(said).toContain('界线截至 2026-11-30。');
});

test('f12 whoever brings nothing is C, and f11 does not perform', async () => {
  const said = await show({ contribution: -5_00, classes: { abc: 'C', bcg: 'question' } });
  expect(said).toContain('-¥5：没有贡献的都是 C');
  expect(said).toContain('-¥5，没有贡献；');
});

test('f11 without growth it is the forecast that was compared', async () => {
  expect(await show({ growth: null, classes: { bcg: 'cash_cow' } })).toContain(
    '看预测：¥5万，低于同渠道中位数；同渠道中位数 ¥6万',
  );
});

test('the scores stand beside what was scored', async () => {
  const said = await show({ classes: { recency: 5, frequency: 4, monetary: 3 } });
  expect(said).toMatch(
    /7 天以内 5 分.*近 12 个月下单 34 次；12 次起 4 分.*近 12 个月净销售额 ¥9万；¥3万 起 3 分/,
  );
  expect(said).not.toContain('没有五等分');
});

test('where too few are active for quintiles it is said, and who sells on is no store', async () => {
  await show({ classes: { abc: 'none', bounds: TOO_FEW } });
  expect(screen.getByText(/同渠道的活跃客户不到 50 家/)).toBeVisible();
  expect(screen.getByText(texts['why.abc_none'])).toBeVisible();
});

test.each([
  ['no_sales', texts['view_none.no_sales']],
  ['not_yet', texts['view_none.not_yet']],
])('who is in no class is told why: %s', async (whyNone, said) => {
  await show({
    classes: { pyramid: 'none', abc: 'none', bcg: 'none', to_next: null, bounds: null },
    whyNone,
  });
  expect(screen.getAllByText(said)).toHaveLength(4);
});
