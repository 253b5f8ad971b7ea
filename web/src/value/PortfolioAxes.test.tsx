import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import texts from './i18n/zh-CN.json';
import { inShell } from './inShell';
import { PortfolioAxes } from './PortfolioAxes';
import { FREE } from './portfolioKeys';

afterEach(cleanup);

async function show(hasDots: boolean) {
  const shown = { x: 'growth', y: 'alive', size: 'forecast' };
  await inShell(<PortfolioAxes view={FREE} shown={shown} hasDots={hasDots} onChange={() => undefined} />);
  return screen.getByRole('combobox', { name: texts['portfolio.axis.size'] });
}

test('single customers have a size', async () => {
  expect(await show(true)).toBeEnabled();
  expect(screen.queryByText(texts['portfolio.no_size'])).toBeNull();
});

test('where cells are drawn there is no size to choose, and it is said why', async () => {
  expect(await show(false)).toBeDisabled();
  expect(screen.getByText(texts['portfolio.no_size'])).toBeVisible();
  expect(screen.getByRole('combobox', { name: texts['portfolio.axis.x'] })).toBeEnabled();
});
