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

const MODEL = {
  day: '2026-11-30',
  name: 'mbg_nbd',
  is_used: true,
  status: 'converged',
  reason: 'best_in_holdout',
  test: { from: '2026-06-01', predicted: 1203.4, actual: 1190, mae: 0.82, as_before_mae: 1.1 },
  sample: { customers: 2000, of: 4000, repeaters: 900 },
};

test('which model it is, how near it came and to whom it was fitted is told to who may know', async () => {
  await told({ model: MODEL });
  const said = document.body.textContent ?? '';
  expect(said).toContain('MBG/NBD：采用：检验期里最准。');
  expect(said).toContain('从 2026-06-01 起检验：预测 1,203 单，实际 1,190 单。');
  expect(said).toContain('每个客户平均差 0.82 单，“照旧购买”差 1.1 单。');
  expect(said).toContain('用 4,000 个客户中的 2,000 个拟合，其中 900 个回头客。');
});

test('who sees some customers only is told which model it is, and not of everybody', async () => {
  await told({ model: { ...MODEL, test: null, sample: null } });
  const said = document.body.textContent ?? '';
  expect(said).toContain('MBG/NBD：采用：检验期里最准。');
  expect(said).not.toMatch(/实际 1,190|个客户中的/);
});

test('a model that failed its test says so beside its name', async () => {
  const model = { ...MODEL, is_used: false, reason: 'as_before_is_nearer' };
  await told({ form: 'simple', why_simple: 'as_before_is_nearer', retention_bp: 8000, model });
  expect(document.body.textContent).toContain('MBG/NBD：检验没过。');
});
