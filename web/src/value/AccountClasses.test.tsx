import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { AccountClasses } from './AccountClasses';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import type { AccountValue } from './types';

afterEach(cleanup);

const money = (minor: number) => ({ minor, currency: 'CNY' });

type Told = { classes?: object; contribution?: number; growth?: number | null; whyNone?: string };

async function show({ classes = {}, contribution = 80_000_00, growth = 1500, whyNone }: Told) {
  await inShell(
    <AccountClasses
      value={
        {
          parts: { sum: money(123_000_00) },
          classes: { pyramid: 'major', abc: 'A', bcg: 'star', to_next: money(27_000_00), ...classes },
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
  expect(said).toMatch(/近 12 个月利润贡献 ¥8万，不低于同渠道平均；.*15%（界线 10%）/);
});

test('f12 whoever brings nothing is C, and f11 does not perform', async () => {
  const said = await show({ contribution: -5_00, classes: { abc: 'C', bcg: 'question' } });
  expect(said).toContain('-¥5：没有贡献的都是 C');
  expect(said).toContain('-¥5，没有贡献；');
});

test('f11 without growth it is the forecast that was compared', async () => {
  expect(await show({ growth: null, classes: { bcg: 'cash_cow' } })).toContain(
    '看预测：¥5万，低于同渠道中位数',
  );
});

test('the scores stand beside what was scored', async () => {
  const said = await show({ classes: { recency: 5, frequency: 4, monetary: 3 } });
  expect(said).toMatch(/近 12 个月下单 34 次.*近 12 个月净销售额 ¥9万/);
  expect(screen.queryByText(texts.scores_too_few)).toBeNull();
});

test('where too few are active for quintiles it is said, and who sells on is no store', async () => {
  await show({ classes: { abc: 'none' } });
  expect(screen.getByText(texts.scores_too_few)).toBeVisible();
  expect(screen.getByText(texts['why.abc_none'])).toBeVisible();
});

test.each([
  ['no_sales', texts['view_none.no_sales']],
  ['not_yet', texts['view_none.not_yet']],
])('who is in no class is told why: %s', async (whyNone, said) => {
  await show({ classes: { pyramid: 'none', abc: 'none', bcg: 'none', to_next: null }, whyNone });
  expect(screen.getAllByText(said)).toHaveLength(4);
});
