import { look } from './support/looks.ts';
import { addAccount, box, choose, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('a sale and a return are entered, make the net sales, and are found by their number', async ({ page }) => {
  await enter(page);
  await addAccount(page, '华夏大酒店', 'catering');
  await go(page, 'orders:menu');
  await look(page, 'orders-empty');

  // A sale, line by line: its total is the sum.
  await page.getByRole('link', { name: t('orders:new') }).first().click();
  await choose(page, page.getByRole('combobox', { name: t('orders:orders.fields.account'), exact: true }), '华夏大酒店');
  await box(page, 'orders:orders.fields.number').fill('XSD-2026-0815');
  await page.getByRole('button', { name: t('orders:line.add') }).click();
  await box(page, 'orders:line.product').fill('黔山十年');
  await page.getByRole('spinbutton', { name: t('orders:line.quantity') }).fill('20');
  await page.getByRole('spinbutton', { name: t('orders:line.price') }).fill('168');
  await look(page, 'order-new');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('orders:menu') })).toBeVisible();

  // A return, as a total; a number that is taken is refused at its field.
  await page.getByRole('link', { name: t('orders:new') }).first().click();
  await page.getByRole('button', { name: t('orders:orders.choices.kind.return'), exact: true }).click();
  await choose(page, page.getByRole('combobox', { name: t('orders:orders.fields.account'), exact: true }), '华夏大酒店');
  await page.getByRole('spinbutton', { name: t('orders:total') }).fill('336');
  const number = box(page, 'orders:orders.fields.number');
  await number.fill('XSD-2026-0815');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(number).toHaveAccessibleDescription(new RegExp(t('ui:invalid.taken')));
  await number.fill('XSD-2026-0816');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('orders:menu') })).toBeVisible();
  await expect(page.getByRole('grid').getByText('¥3,360.00', { exact: true })).toBeVisible();
  await look(page, 'orders');

  // Found by its number from any page, with its lines beside the list.
  if (isPhone()) await page.getByRole('button', { name: t('app:search_short'), exact: true }).click();
  else await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: t('app:search') }).fill('xsd-2026-0815');
  await page.getByRole('option', { name: 'XSD-2026-0815' }).click();
  await expect(page.getByText('黔山十年')).toBeVisible();
  await look(page, 'order-found');

  // 3,360 less 336 stand at the customer.
  await page.getByRole('link', { name: '华夏大酒店' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: '华夏大酒店' })).toBeVisible();
  await expect(page.getByText(/¥3,?024/).first()).toBeVisible();
  await page.getByRole('tab', { name: t('customers:tab.orders') }).click();
  await expect(page.getByRole('row').filter({ hasText: 'XSD-2026-0815' })).toContainText('¥3,360.00');
});
