import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import { Simulator } from './Simulator';
import type { Objectives, ObjectivesBoard } from './types';

afterEach(cleanup);

const BOARD = {
  claims: {
    satisfaction_bp: 500,
    profit_multiple_bp: 20_000,
    surveyed: 0,
    surveyed_least: 30,
    uncared_bp: 6667,
    leavers_least: 30,
    upkeep_days: 90,
    winning_times: [5, 10],
    winning_minor: [1_000_000, 2_000_000],
  },
} as unknown as ObjectivesBoard;

function show(now: Partial<Objectives>) {
  const all = { keeping_minor: 200_000, uncared_sales_minor: 0, ...now } as Objectives;
  return inShell(<Simulator board={BOARD} now={all} />);
}

test('f36 of 24 leavers 17 were uncared for: 71 % beside 67 %, with the warning that few left', async () => {
  await show({ leavers: 24, uncared: 17, uncared_bp: 7083 });
  expect(screen.getByText(/^67% 的流失客户/)).toBeVisible();
  expect(
    screen.getByText(/流失 24 个，其中 17 个.*：71%。流失的不足 30 个.*还不能与这一说法比较/),
  ).toBeVisible();
});

test('f36 of enough leavers the share is told without a warning', async () => {
  await show({ leavers: 48, uncared: 34, uncared_bp: 7083 });
  expect(screen.getByText(/流失 48 个.*：71%。$/)).toBeVisible();
});

test('f36 where nobody left there is no share', async () => {
  await show({ leavers: 0, uncared: 0, uncared_bp: null });
  expect(screen.getByText(texts['simulator.care_nobody'])).toBeVisible();
});
