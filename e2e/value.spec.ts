import { look } from './support/looks.ts';
import { afterTheRun, go } from './support/pages.ts';
import { enterDemo } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('what all customers are worth opens down to one customer, its parts, and a forecast by hand', async ({ page }) => {
  await enterDemo(page);
  await go(page, 'value:menu');
  const pyramid = page.getByRole('region', { name: t('value:pyramid') });
  await afterTheRun(page, pyramid);
  const model = page.getByRole('region', { name: t('value:model.title') });
  await expect(model).toBeVisible();
  await look(page, 'value');
  const whale = page.getByRole('region', { name: t('value:whale') });
  await whale.scrollIntoViewIfNeeded();
  await look(page, 'value-whale');
  await whale.getByRole('button', { name: t('ui:chart.table') }).click();
  const saved = page.waitForEvent('download');
  await whale.getByRole('button', { name: t('ui:chart.save', { title: t('value:whale') }) }).click();
  expect((await saved).suggestedFilename()).toBe(`${t('value:whale')}.csv`);
  const cohorts = page.getByRole('region', { name: t('value:cohorts'), exact: true });
  await cohorts.scrollIntoViewIfNeeded();
  await look(page, 'value-cohorts');
  await model.scrollIntoViewIfNeeded();
  await look(page, 'value-model');
  await page.emulateMedia({ media: 'print' });
  await look(page, 'value-print');
  await page.emulateMedia({ media: 'screen' });

  // A class opens its customers.
  const vip = pyramid.getByRole('row').filter({ hasText: t('customers:accounts.choices.pyramid.vip') });
  const count = Number(await vip.getByRole('link').textContent());
  await vip.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: t('customers:menu') })).toBeVisible();
  const grid = page.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-busy', 'false');
  await expect(async () => {
    // Beside the accounts, a wide screen has a row of headers and one of sums.
    const rows = await grid.getByRole('row').count();
    expect([count, count + 2]).toContain(rows);
  }).toPass();
  await look(page, 'value-class');

  // The most valuable one: three parts, the year, the years to come.
  await grid.getByRole('link').first().click();
  await page.getByRole('tab', { name: t('customers:tab.value') }).click();
  const value = page.getByRole('region', { name: t('value:customer_value') });
  await expect(value.getByText(t('value:part.future'))).toBeVisible();
  const year = page.getByRole('region', { name: t('value:year.title') });
  await expect(year).toBeVisible();
  await look(page, 'account-value');

  // What it bought in 12 months opens its orders of these months.
  await year.getByRole('row', { name: t('value:year.sales') }).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: t('orders:menu') })).toBeVisible();
  await expect(grid).toHaveAttribute('aria-busy', 'false');
  await look(page, 'account-value-orders');
  await page.goBack();
  const history = page.getByRole('region', { name: t('value:history') });
  await history.scrollIntoViewIfNeeded();
  await look(page, 'account-value-history');

  // What somebody knows counts more than what is reckoned.
  await value.getByRole('button', { name: t('value:forecast_edit') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton', { name: t('value:forecast_amount') }).fill('123456');
  await look(page, 'account-forecast');
  await dialog.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(value.getByText('¥123,456.00')).toBeVisible();
});

test('the board of objectives stands beside what is claimed, and opens customers by their relation', async ({ page }) => {
  await enterDemo(page);
  await go(page, 'value:objectives_menu');
  const aims = page.getByRole('region', { name: t('value:objectives.aims') });
  await afterTheRun(page, aims);
  const winning = page.getByRole('region', { name: t('value:simulator.winning') });
  const outcome = winning.getByRole('status');
  const before = await outcome.textContent();
  await winning.getByRole('slider').focus();
  await page.keyboard.press('End');
  await expect(outcome).not.toHaveText(before ?? '');
  await look(page, 'objectives');
  await aims.getByRole('row', { name: t('value:objectives.measure_of.relation') }).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: t('customers:menu') })).toBeVisible();
  await page.getByRole('grid').getByRole('link').first().click();
  await page.getByRole('tab', { name: t('customers:tab.value') }).click();
  const demand = page.getByRole('region', { name: t('value:demand.title') }).first();
  await demand.scrollIntoViewIfNeeded();
  await expect(demand.getByRole('table').first()).toBeVisible();
  await look(page, 'account-demand');
  // Where not all figures fit, the products stay in sight while these move.
  const product = demand.getByRole('table').first().getByRole('rowheader').first();
  await demand.getByRole('region').first().evaluate((figures) => figures.scrollTo({ left: figures.scrollWidth }));
  await expect(product).toBeInViewport({ ratio: 1 });
});
