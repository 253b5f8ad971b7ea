import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import texts from './i18n/zh-CN.json';
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

function told(lifetime: Partial<AccountValue['lifetime']>, may?: string[]) {
  const whole = {
    form: 'model',
    value: money(500_000),
    low: null,
    churn_cost_low: money(500_000),
    churn_cost_high: money(600_000),
    multiples: [5, 10],
    keeping: money(20_000),
    discount_bp: 1000,
    years: [],
    ...lifetime,
  } as unknown as AccountValue['lifetime'];
  return inShell(<LifetimeValue lifetime={whole} />, may);
}

test('the form and the state of the model are said, and lead to what is known of its quality', async () => {
  await told({ low: money(400_000), high: money(600_000) }, ['account', 'value']);
  expect(screen.getByText('购买模型')).toBeVisible();
  expect(screen.getByText('模型状态：在用')).toBeVisible();
  expect(screen.getByRole('link', { name: texts['lifetime.quality'] })).toHaveAttribute(
    'href',
    '/value#model',
  );
  expect(screen.queryByText(/没有区间/)).toBeNull();
});

test('the simple form says why it has no interval, and who sees some customers only is not sent to all', async () => {
  await told({ form: 'simple', why_simple: 'as_before_is_nearer', retention_bp: 8000 });
  expect(screen.getByText('模型状态：检验没过')).toBeVisible();
  expect(screen.getByText(texts['lifetime.no_interval_simple'])).toBeVisible();
  expect(screen.queryByRole('link', { name: texts['lifetime.quality'] })).toBeNull();
});

test('a model without an interval says why', async () => {
  await told({});
  expect(screen.getByText(texts['lifetime.no_interval_model'])).toBeVisible();
});
