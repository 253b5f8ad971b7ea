import { look } from './support/looks.ts';
import { addAccount, box, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

const SHOP = '金源烟酒店';
const YUAN = 100;

/** Products that the shop buys every month, and how many. */
const BOUGHT = { 黔山十年: 12, 黔山迎宾: 20, 黔山小酒: 30, 青禾纯生: 40 };

function daysAgo(days: number) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

test('products that orders name are given families at once, and a customer’s demand is told by family', async ({ page }) => {
  await enter(page);
  await addAccount(page, SHOP, 'tobacco_liquor_shop');
  const account = page.url().split('/').pop() ?? '';
  for (let month = 14; month > 0; month--) {
    const lines = Object.entries(BOUGHT).map(([product, quantity]) => ({ product, quantity, price_minor: 50 * YUAN }));
    const order = { account_id: account, ordered_on: daysAgo(month * 30), lines };
    expect((await page.request.post('/api/v1/orders', { data: order })).status()).toBe(201);
  }

  // They are there by themselves. Three get a family at once.
  await go(page, 'catalogue:menu');
  const grid = page.getByRole('grid');
  await expect(grid.getByText('青禾纯生')).toBeVisible();
  for (const product of ['黔山十年', '黔山迎宾', '黔山小酒'])
    await page.getByRole('checkbox', { name: product }).check();
  await page.getByRole('toolbar', { name: t('ui:bulk.label') }).getByRole('button', { name: t('catalogue:give') }).click();
  const family = page.getByRole('combobox', { name: t('catalogue:products.fields.family') });
  await family.fill('酱香');
  await family.press('Enter');
  await look(page, 'give-family');
  await page.getByRole('button', { name: t('catalogue:give_button'), exact: true }).click();
  await expect(grid.getByText('酱香', { exact: true })).toHaveCount(3);
  await look(page, 'products');

  // The other one by hand, beside the list.
  await grid.getByText('青禾纯生').click();
  await page.getByRole('button', { name: t('catalogue:change'), exact: true }).click();
  await box(page, 'catalogue:products.fields.sku').fill('QH-CS');
  await look(page, 'product-edit');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(grid.getByText('QH-CS')).toBeVisible();
  await look(page, 'product-panel');
  await page.keyboard.press('Escape');

  // By family at the customer: one with three products, and the product without one.
  await page.goto(`/accounts/${account}?tab=value`);
  const side = page.getByRole('group', { name: t('value:demand.by') });
  await side.getByRole('button', { name: t('value:demand.family'), exact: true }).click();
  const table = page.getByRole('region', { name: t('value:demand.title') }).last();
  await expect(table.getByRole('row').filter({ hasText: '酱香' })).toContainText('744');
  await expect(table.getByRole('row').filter({ hasText: t('value:demand.without') })).toContainText('480');
  await table.scrollIntoViewIfNeeded();
  await look(page, 'demand-by-family');
  await page.getByRole('button', { name: t('value:demand.open', { family: '酱香', count: 3 }) }).click();
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table.getByText('青禾纯生')).toHaveCount(0);
  await look(page, 'demand-of-family');
  await page.getByRole('button', { name: t('value:demand.of_family', { family: '酱香' }) }).click();
  await expect(table.getByRole('row')).toHaveCount(3);

  // Another name for the family.
  await go(page, 'catalogue:menu');
  await page.getByRole('button', { name: t('catalogue:families'), exact: true }).first().click();
  await look(page, 'families');
  await page.getByRole('button', { name: t('catalogue:rename_of', { family: '酱香' }) }).click();
  await page.getByRole('textbox', { name: t('catalogue:family_name') }).fill('酱香型');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await page.getByRole('dialog').getByRole('link', { name: '酱香型', exact: true }).click();
  await expect(grid.getByText('酱香型', { exact: true })).toHaveCount(3);
  await expect(grid.getByText('青禾纯生')).toHaveCount(0);
  await look(page, 'products-of-family');
});
