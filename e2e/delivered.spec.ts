import { look } from './support/looks.ts';
import { enterDemo } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('a customer is scored against a rival, told what to improve, and said to be a type', async ({ page }) => {
  await enterDemo(page);
  // Those who buy most are scored in the demo data.
  await page.goto('/accounts?sort=-net_sales');
  const grid = page.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-busy', 'false');
  await grid.getByRole('link').first().click();
  await page.getByRole('tab', { name: t('customers:tab.value') }).click();
  const delivered = page.getByRole('region', { name: t('value:delivered.title') });
  await expect(delivered.getByRole('row', { name: t('value:delivered.left') })).toBeVisible();
  await delivered.scrollIntoViewIfNeeded();
  await look(page, 'delivered-value');

  // The last scoring stands there; a slider is moved with the keyboard.
  const again = delivered.getByRole('button', { name: t('value:delivered.score_again') });
  // Right below the tabs: nothing that can be pressed stands half beneath them.
  await again.evaluate((button) => button.scrollIntoView({ block: 'start' }));
  await again.click();
  const dialog = page.getByRole('dialog');
  const slider = (factor: string, who: string) =>
    dialog.getByRole('slider', { name: t('value:delivered.slider', { factor: t(`value:factor.${factor}`), who }) });
  const us = t('value:delivered.us');
  for (const factor of ['product', 'service', 'personnel', 'image']) {
    await slider(factor, us).press('End');
    await expect(slider(factor, us)).toHaveValue('10');
  }
  for (const factor of ['time', 'mental', 'physical']) await slider(factor, us).press('Home');
  await slider('money', us).press('End');
  await look(page, 'delivered-scoring');
  await dialog.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(delivered.getByText(t('value:delivered.ours', { points: 30 }))).toBeVisible();
  await expect(delivered.getByRole('row').filter({ hasText: t('value:delivered.widest') })).toContainText(
    t('value:factor.money'),
  );

  // A wrong one is taken away again.
  await delivered.getByRole('group').locator('summary').click();
  await delivered.getByRole('listitem').first().getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: t('ui:delete') }).click();
  await expect(delivered.getByText(t('value:delivered.ours', { points: 30 }))).toBeHidden();

  // What people know of the customer.
  const types = page.getByRole('region', { name: t('value:types.title') });
  await types.getByRole('button', { name: t('value:types.edit') }).click();
  await dialog.getByRole('checkbox', { name: t('customers:accounts.fields.is_benchmark') }).check();
  await dialog.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(dialog.getByRole('alert')).toHaveText(t('value:types.reason_required'));
  await dialog.getByRole('textbox', { name: t('value:types.reason') }).fill('县里别的店都跟着它进货');
  await look(page, 'account-types-dialog');
  await dialog.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(types.getByText('县里别的店都跟着它进货')).toBeVisible();
  await types.scrollIntoViewIfNeeded();
  await look(page, 'account-types');
});
