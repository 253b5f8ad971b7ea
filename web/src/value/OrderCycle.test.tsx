import { cleanup, screen } from '@testing-library/react';
import dayjs from 'dayjs';
import { afterEach, expect, test } from 'vitest';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import { OrderCycle } from './OrderCycle';

afterEach(cleanup);

const inDays = (days: number) => dayjs().add(days, 'day').format('YYYY-MM-DD');

/** Of who orders every 30 days. */
async function show(dueIn: number, silent_days: number, overdue_bp: number) {
  const cycle = { days: 30, due_on: inDays(dueIn), silence: 'watch', silent_days, overdue_bp };
  await inShell(<OrderCycle cycle={cycle} hasOrdered hasOrderedOnce={false} />);
}

test.each([
  [-15, 45, 15_000, /逾期指数 1\.5：距上次购买 45 天 ÷ 周期 30 天/],
  [0, 30, 10_000, /逾期指数 1：距上次购买 30 天/],
  [20, 10, 3333, /逾期指数 0\.33：距上次购买 10 天/],
  [40, 0, 0, /逾期指数 0：距上次购买 0 天/],
])('an order that is due in %i days has this overdue index', async (dueIn, silentDays, overdue, said) => {
  await show(dueIn, silentDays, overdue);
  expect(screen.getByText(said)).toBeVisible();
});

test('without a cycle there is no index', async () => {
  await inShell(<OrderCycle cycle={null} hasOrdered hasOrderedOnce />);
  expect(screen.getByText(texts.cycle_unknown)).toBeVisible();
  expect(screen.queryByText(/逾期指数/)).toBeNull();
});
