import { look } from './support/looks.ts';
import { box, go } from './support/pages.ts';
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
  if (!isPhone()) {
    await page.goto('/settings/profile');
    await expect(box(page, 'staff:name')).toBeVisible();
    await look(page, 'dark-profile');
  }
});
