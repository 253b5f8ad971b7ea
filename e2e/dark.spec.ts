import { look } from './support/looks.ts';
import { afterTheRun, box, go } from './support/pages.ts';
import { enterDemo } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

test.use({ colorScheme: 'dark' });

test('by night everything can be read: lists, a customer, forms', async ({ page }) => {
  await enterDemo(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await look(page, 'dark-customers');
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('tablist').first()).toBeVisible();
  await look(page, 'dark-customer');
  await page.getByRole('tab', { name: t('customers:tab.facts') }).click();
  await look(page, 'dark-customer-facts');
  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('customers:edit') }).click();
  await expect(box(page, 'customers:accounts.fields.name')).toBeVisible();
  await look(page, 'dark-customer-form');
  await go(page, 'interactions:menu_tasks');
  await look(page, 'dark-tasks');
  await go(page, 'interactions:menu');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await look(page, 'dark-interactions');
  await go(page, 'orders:menu');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await look(page, 'dark-orders');
  await go(page, 'value:menu');
  const pyramid = page.getByRole('region', { name: t('value:pyramid') });
  await afterTheRun(page, pyramid);
  await look(page, 'dark-value');
  await page.getByRole('region', { name: t('value:cohorts'), exact: true }).scrollIntoViewIfNeeded();
  await look(page, 'dark-value-cohorts');
  await pyramid.getByRole('row').filter({ hasText: 'VIP' }).getByRole('link').click();
  await page.getByRole('grid').getByRole('link').first().click();
  await page.getByRole('tab', { name: t('customers:tab.value') }).click();
  await expect(page.getByRole('region', { name: t('value:year.title') })).toBeVisible();
  await look(page, 'dark-account-value');
  await go(page, 'value:objectives_menu');
  await expect(page.getByRole('region', { name: t('value:objectives.aims') })).toBeVisible();
  await look(page, 'dark-objectives');
  await page.getByRole('region', { name: t('value:simulator.title') }).scrollIntoViewIfNeeded();
  await look(page, 'dark-simulator');
  if (!isPhone()) {
    await page.goto('/settings/profile');
    await expect(box(page, 'staff:name')).toBeVisible();
    await look(page, 'dark-profile');
  }
});
