import { look } from './support/looks.ts';
import { afterTheRun, choose, go } from './support/pages.ts';
import { enterDemo } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('the portfolio tells who stands where, and opens a part of it as a list', async ({ page }) => {
  await enterDemo(page);
  await go(page, 'value:menu_portfolio');
  const plane = page.getByRole('application');
  await afterTheRun(page, plane);
  await expect(page.getByRole('region', { name: t('value:portfolio.groups') })).toBeVisible();
  await look(page, 'portfolio');

  // A quadrant opens its customers.
  const gain = page.getByRole('region', { name: t('customers:accounts.choices.angles.gain') });
  const count = Number((await gain.getByRole('link').textContent())?.match(/\d+/)?.[0]);
  await gain.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: t('customers:menu') })).toBeVisible();
  await expect(page.getByText(t('ui:list.count', { total: count }), { exact: true })).toBeVisible();
  await page.goBack();
  await expect(gain).toBeVisible();

  // Another view, and back.
  const view = page.getByRole('combobox', { name: t('value:portfolio.axis.view') });
  await choose(page, view, t('value:portfolio.view.cube.title'));
  await expect(page.getByRole('heading', { level: 2, name: t('value:portfolio.view.cube.title') })).toBeVisible();
  await look(page, 'portfolio-cube');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 2, name: t('value:portfolio.view.angles.title') })).toBeVisible();

  // A part of the chart: by dragging, by a tap, or by the keys alone.
  const box = await plane.boundingBox();
  if (!box) throw new Error('the chart has no place');
  if (isPhone()) {
    await plane.tap({ position: { x: box.width * 0.4, y: box.height * 0.5 } });
  } else {
    await page.mouse.move(box.x + box.width * 0.15, box.y + box.height * 0.15);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.7, { steps: 5 });
    await page.mouse.up();
  }
  const open = page.getByRole('button', { name: t('value:portfolio.open') });
  await expect(open).toBeVisible();
  await look(page, 'portfolio-chosen');
  await plane.focus();
  for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowLeft');
  for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < 30; step++) await page.keyboard.press('Shift+ArrowRight');
  for (let step = 0; step < 30; step++) await page.keyboard.press('Shift+ArrowUp');
  const chosen = Number((await page.locator('.portfolio-chosen strong').textContent())?.match(/\d+/)?.[0]);
  expect(chosen).toBeGreaterThan(0);
  await open.click();
  await expect(page.getByText(t('ui:list.count', { total: chosen }), { exact: true })).toBeVisible();
  await page.goBack();
  await expect(open).toBeVisible();
  await plane.press('Escape');
  await expect(open).toBeHidden();

  // Who stands in a part is named, and a dot opens its customer.
  const customer = page.getByRole('heading', { level: 1 });
  const names = page.getByRole('list', { name: t('value:portfolio.names') });
  for (let step = 0; step < 30; step++) await plane.press('Shift+ArrowRight');
  for (let step = 0; step < 30; step++) await plane.press('Shift+ArrowUp');
  const first = names.getByRole('link').first();
  const name = (await first.textContent()) ?? '';
  await first.click();
  await expect(customer).toHaveText(name);
  await page.goBack();
  await expect(plane).toBeVisible();
  await page.locator('.portfolio-plane [data-account]').last().click();
  await expect(page.getByRole('region', { name: t('value:customer_value') })).toBeVisible();
  await page.goBack();

  // For who does not see the chart, the same customers in a table.
  await page.getByRole('button', { name: t('ui:chart.table') }).click();
  await expect(page.getByRole('columnheader', { name: t('customers:accounts.fields.name') })).toBeVisible();
  await look(page, 'portfolio-table');
  await page.getByRole('button', { name: t('ui:chart.table') }).click();

  // In the dark, and on paper.
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(page, 'portfolio-dark');
  await page.emulateMedia({ colorScheme: 'light', media: 'print' });
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await look(page, 'portfolio-print');
  await page.emulateMedia({ colorScheme: 'light', media: 'screen' });

  // Now and later; and along axes that nobody has both of.
  await page.goto('/portfolio?by=potential');
  await expect(page.getByRole('heading', { name: t('value:portfolio.view.potential.title') })).toBeVisible();
  await expect(plane).toBeVisible();
  await look(page, 'portfolio-potential');
  await page.goto('/portfolio?by=free&x=delivered_lead&y=growth');
  await expect(page.getByText(t('value:portfolio.nowhere'))).toBeVisible();
  await look(page, 'portfolio-nowhere');
});
