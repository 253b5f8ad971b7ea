import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import { ObjectivesPage } from './ObjectivesPage';

let now: object | null;
vi.mock('@/api', async (original) => ({
  ...(await original<typeof import('@/api')>()),
  api: {
    get: async () => ({
      day: '2026-11-29',
      now,
      before: null,
      before_day: null,
      claims: CLAIMS,
      not_recorded: [],
    }),
  },
}));

const CLAIMS = {
  satisfaction_bp: 500,
  profit_multiple_bp: 20_000,
  surveyed: 0,
  surveyed_least: 30,
  uncared_bp: 6667,
  leavers_least: 30,
  upkeep_days: 90,
  winning_times: [5, 10],
  winning_minor: null,
};

afterEach(cleanup);

test('of a single customer the board tells its own figures, and has nothing to compare with', async () => {
  now = {
    buyers: 1,
    contribution_each_minor: 36_000,
    contribution_minor: 36_000,
    value_minor: 120_000,
    sales_minor: 120_000,
    sales_before_minor: 0,
    sales_growth_bp: null,
    service_bp: 0,
    repeat_bp: 0,
    relation_minor: 0,
    tenure_days: 1,
    new_channels: ['catering'],
    new_channels_bp: null,
    leavers: 0,
    uncared: 0,
    uncared_bp: null,
    uncared_sales_minor: 0,
    keeping_minor: 0,
  };
  await inShell(<ObjectivesPage />);
  expect(await screen.findByText('¥360.00')).toBeVisible();
  expect(screen.getByRole('columnheader', { name: texts['objectives.before'] })).toBeVisible();
  expect(screen.getByText(texts['simulator.care_nobody'])).toBeVisible();
  expect(screen.getByText(texts['simulator.winning_nobody'])).toBeVisible();
  expect(document.body.textContent).not.toMatch(/NaN|undefined|Infinity/);
});

test('before the first run nothing is reckoned', async () => {
  now = null;
  await inShell(<ObjectivesPage />);
  expect(await screen.findByText(texts.empty)).toBeVisible();
});
