import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { AimTable } from './AimTable';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import type { Objectives, ObjectivesBoard } from './types';

afterEach(cleanup);

const BOARD = { claims: {}, not_recorded: [], before: null } as unknown as ObjectivesBoard;

async function salesRow(growth: number | null, more: Partial<Objectives> = {}) {
  const now = {
    buyers: 4,
    new_channels: [],
    sales_minor: 120_000,
    sales_before_minor: 100_000,
    sales_growth_bp: growth,
    repeat_bp: 7500,
    ...more,
  } as unknown as Objectives;
  await inShell(<AimTable board={BOARD} now={now} />);
  return screen.getByRole('row', { name: new RegExp(texts['objectives.measure_of.sales']) });
}

test('f53 net sales stand beside those of the 12 months before', async () => {
  expect(await salesRow(2000)).toHaveTextContent('比再往前 12 个月（¥1,000）增长 20%');
});

test('f53 a fall is called a fall', async () => {
  expect(await salesRow(-500)).toHaveTextContent('比再往前 12 个月（¥1,000）下降 5%');
});

test.each([null, 1_000_000])('f53 with hardly anything before there is no growth', async (growth) => {
  expect(await salesRow(growth)).toHaveTextContent('再往前 12 个月 ¥1,000');
});

test('each measure opens its customers', async () => {
  await salesRow(null);
  const repeat = screen.getByRole('row', {
    name: new RegExp(texts['objectives.measure_of.repeat'].slice(0, 3)),
  });
  const link = within(repeat).getByRole<HTMLAnchorElement>('link', { name: '75%' });
  expect(JSON.parse(new URL(link.href).searchParams.get('filter') ?? '')).toEqual({
    all: [
      { field: 'is_active', op: 'eq', value: true },
      { field: 'orders_12m', op: 'gte', value: 2 },
    ],
  });
});
