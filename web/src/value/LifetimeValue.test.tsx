import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { inShell } from './inShell';
import { LifetimeValue } from './LifetimeValue';
import type { AccountValue } from './types';

afterEach(cleanup);

const money = (minor: number) => ({ minor, currency: 'CNY' });

function show(low: number, high: number, keeping = 20_000) {
  const lifetime = {
    form: 'simple',
    value: money(low),
    churn_cost_low: money(low),
    churn_cost_high: money(high),
    multiples: [5, 10],
    keeping: money(keeping),
    retention_bp: 8000,
    discount_bp: 1000,
    years: [],
  } as unknown as AccountValue['lifetime'];
  return inShell(<LifetimeValue lifetime={lifetime} />);
}

test('losing a customer costs something', async () => {
  await show(300_000, 400_000);
  expect(screen.getByText(/失去这个客户要损失 ¥3,000.00 至 ¥4,000.00/)).toBeVisible();
});

test('losing one who loses money saves something: the less, the dearer the next is to win', async () => {
  await show(-400_000, -300_000);
  expect(screen.getByText(/失去反而少亏 ¥3,000.00 至 ¥4,000.00/)).toBeVisible();
});

test('it may be either', async () => {
  await show(-50_000, 50_000);
  expect(screen.getByText(/反而少亏 ¥500.00；按最多算，要损失 ¥500.00/)).toBeVisible();
});

test('where nothing was spent on keeping it, nothing is said of what another one costs', async () => {
  await show(300_000, 300_000, 0);
  expect(screen.getByText(/要损失 ¥3,000.00 的终身价值。.*还算不出来/)).toBeVisible();
  expect(screen.queryByText(/倍/)).toBeNull();
});

test('of who brought nothing and cost nothing there is nothing to draw', async () => {
  await show(0, 0, 0);
  expect(screen.getByText(/还估不出终身价值/)).toBeVisible();
  expect(screen.queryByText(/失去这个客户/)).toBeNull();
});
