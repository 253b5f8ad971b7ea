import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import { ModelSummary } from './ModelSummary';
import type { ModelReport } from './types';

afterEach(cleanup);

const TRIED = {
  name: 'mbg_nbd',
  verdict: { code: 'most_likely' },
  parameters: [],
  holdout: { predicted: 418.2, actual: 402, rmse: 1.1 },
};
const REPORT = {
  customers: 900,
  repeaters: 300,
  models: [TRIED],
  spend: { why: 'independent', correlation: 0.1 },
};

async function show(report: object) {
  await inShell(<ModelSummary model={{ ...REPORT, ...report } as unknown as ModelReport} />);
}

test('it is said first what the model does and how near it came, and then what it is called', async () => {
  await show({ used: 'mbg_nbd', holdout_from: '2026-05-30' });
  const said = document.body.textContent ?? '';
  const told = [/900 个客户/, /截至 2026-05-30 的订单来预测，之后该有 418 单，实际 402 单/, /方法：MBG\/NBD/];
  const places = told.map((text) => said.search(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(screen.getByRole('rowheader', { name: /^客户每次下单后都可能不再来.* MBG\/NBD$/ })).toBeVisible();
});

test('a model that was not tested is no more than a hint', async () => {
  await show({ used: 'mbg_nbd', models: [{ ...TRIED, holdout: null }] });
  expect(screen.getByText(texts['model.untested'])).toBeVisible();
});

test('where no model is used it is said why, and none is called the method', async () => {
  await show({ why_none: 'as_before_is_nearer', holdout_from: '2026-05-30' });
  expect(screen.getByText(/照旧购买”的估计比各种模型都准/)).toBeVisible();
  expect(screen.queryByText(/^方法/)).toBeNull();
});
