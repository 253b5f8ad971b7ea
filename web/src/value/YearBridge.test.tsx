import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import texts from './i18n/zh-CN.json';
import { behind, inShell } from './inShell';
import type { AccountValue } from './types';
import { YearBridge } from './YearBridge';

afterEach(cleanup);

const money = (minor: number) => ({ minor, currency: 'CNY' });

function show(year: Partial<AccountValue['year']>, may?: string[]) {
  const whole = {
    from: '2025-11-30',
    orders: 1,
    sales: money(10_000_000),
    goods: money(9_000_000),
    estimated: money(0),
    margin: money(1_000_000),
    service: [
      { kind: 'visit', count: 60, each: money(8000), cost: money(480_000) },
      { kind: 'call', count: 40, each: money(800), cost: money(32_000) },
    ],
    service_cost: money(512_000),
    contribution: money(488_000),
    ratio_bp: 5120,
    load: 'fine',
    amber_bp: 6000,
    red_bp: 10_000,
    ...year,
  } as AccountValue['year'];
  const account = { id: 'a1', name: '金源' };
  return inShell(<YearBridge account={account} year={whole} days={['2025-11-30', '2026-11-29']} />, may);
}

/** Where the bar of a step begins and how long it is, in per cent. */
function barOf(name: RegExp): [number, number] {
  const bar = screen.getByRole('row', { name }).querySelector('i');
  return [Number.parseFloat(bar?.style.marginInlineStart ?? ''), Number.parseFloat(bar?.style.width ?? '')];
}

test('each step begins where the one before has ended, and what is left stands on the ground', async () => {
  await show({});
  expect(barOf(/净销售额/)).toEqual([0, 100]);
  expect(barOf(/商品成本/)).toEqual([10, 90]);
  expect(barOf(/拜访 60 次/)[0]).toBeCloseTo(5.2);
  expect(barOf(/利润贡献/)[0]).toBe(0);
  expect(within(screen.getByRole('row', { name: /拜访/ })).getByText('-¥4,800.00')).toBeVisible();
});

test('f08 who costs more than the margin falls below the ground', async () => {
  await show({
    goods: money(9_800_000),
    margin: money(200_000),
    contribution: money(-312_000),
    ratio_bp: 25_600,
    load: 'red',
  });
  const [start, length] = barOf(/利润贡献/);
  expect(start).toBe(0);
  expect(length).toBeGreaterThan(2);
  expect(screen.getByText('过度服务')).toBeVisible();
  expect(screen.getByText(/占毛利 256%/)).toBeVisible();
});

test('each number opens the orders or the contacts it is made of', async () => {
  await show({});
  const ofAccount = { field: 'account', op: 'in', value: ['a1'] };
  const days = ['2025-11-30', '2026-11-29'];
  expect(behind(/100,000/)).toEqual({
    list: '/orders',
    filter: { all: [ofAccount, { field: 'ordered_on', op: 'between', value: days }] },
  });
  expect(behind('-¥4,800.00')).toEqual({
    list: '/interactions',
    filter: {
      all: [
        ofAccount,
        { field: 'at', op: 'between', value: days },
        { field: 'channel', op: 'in', value: ['visit'] },
      ],
    },
  });
});

test('goods and margin open the same orders, with what each leaves', async () => {
  await show({ estimated: money(4_000_000) });
  const within = {
    all: [
      { field: 'account', op: 'in', value: ['a1'] },
      { field: 'ordered_on', op: 'between', value: ['2025-11-30', '2026-11-29'] },
    ],
  };
  for (const amount of ['-¥90,000.00', '¥10,000.00']) {
    expect(behind(amount)).toEqual({ list: '/orders', filter: within });
    const href = screen.getByRole<HTMLAnchorElement>('link', { name: amount }).href;
    expect(new URL(href).searchParams.get('columns')).toBe(
      'account,ordered_on,number,kind,net,goods,margin,cost_source',
    );
  }
  expect(behind(texts['year.estimated_open'])).toEqual({
    list: '/orders',
    filter: { all: [...within.all, { field: 'cost_source', op: 'in', value: ['share'] }] },
  });
});

test('where only goods came back, they open too', async () => {
  await show({ orders: 0, sales: money(-500), goods: money(-300), margin: money(-200) });
  expect(behind('¥3.00').list).toBe('/orders');
});

test('who may not read orders is not sent to them', async () => {
  await show({ estimated: money(1) }, ['account']);
  expect(screen.getByText('¥100,000.00')).toBeVisible();
  expect(screen.queryByText(texts['year.estimated_open'])).toBeNull();
  expect(screen.queryByRole('link')).toBeNull();
});
