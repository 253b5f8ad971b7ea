import type { Locator, Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { addAccount, box, editCell } from './support/pages.ts';
import { enter, signIn } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

const SHOP = '金源烟酒店';

test('two people change one customer, and the second says field by field whose value stays', async ({ page, colleague }) => {
  await enter(page);
  await addAccount(page, SHOP, 'tobacco_liquor_shop');
  await join(colleague, page.url());
  await edit(page);
  await edit(colleague);

  await box(colleague, 'customers:accounts.fields.region').fill('芜湖');
  await box(colleague, 'customers:accounts.fields.address').fill('北京路 1 号');
  await box(colleague, 'customers:accounts.fields.number').fill('JY-7');
  await colleague.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(colleague.getByRole('heading', { level: 1, name: SHOP })).toBeVisible();

  await box(page, 'customers:accounts.fields.region').fill('安庆');
  await box(page, 'customers:accounts.fields.address').fill('长江路 88 号');
  await box(page, 'customers:accounts.fields.remark').fill('老客户');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  const dialog = page.getByRole('dialog', { name: t('ui:conflict.title') });
  // Only what both changed is asked for; mine is what stays unless I say otherwise.
  await expect(dialog.getByRole('radio')).toHaveCount(4);
  await expect(choice(dialog, '安庆')).toBeChecked();
  await look(page, 'conflict-form');
  await choice(dialog, '芜湖').check();
  await dialog.getByRole('button', { name: t('ui:conflict.save') }).click();
  await expect(page.getByRole('heading', { level: 1, name: SHOP })).toBeVisible();

  await page.getByRole('tab', { name: t('customers:tab.facts') }).click();
  for (const kept of ['芜湖', '长江路 88 号', 'JY-7', '老客户']) await expect(page.getByText(kept, { exact: true }).first()).toBeVisible();
  // What did not stay stands in the history of changes, and nowhere else.
  await expect(page.locator('.fact-grid dd', { hasText: '北京路 1 号' })).toHaveCount(0);
});

test('a cell that somebody else has changed meanwhile asks before it overwrites', async ({ page, colleague }) => {
  test.skip(isPhone(), 'cells are edited on the wide screen');
  await enter(page);
  await addAccount(page, SHOP, 'tobacco_liquor_shop');
  const list = '/accounts?columns=%22name,region%22';
  await page.goto(list);
  await join(colleague, list);
  const mine = await editCell(page, SHOP, 'customers:accounts.fields.region');
  await mine.fill('安庆');
  const theirs = await editCell(colleague, SHOP, 'customers:accounts.fields.region');
  await theirs.fill('芜湖');
  await theirs.press('Enter');
  await expect(colleague.getByText(t('ui:list.changed', { field: t('customers:accounts.fields.region') }))).toBeVisible();

  await mine.press('Enter');
  const dialog = page.getByRole('dialog', { name: t('ui:conflict.title') });
  await expect(choice(dialog, '安庆')).toBeChecked();
  await look(page, 'conflict-cell');
  // Going back overwrites nothing, and the list shows what they made of it.
  await dialog.getByRole('button', { name: t('ui:conflict.back') }).click();
  await expect(page.getByRole('gridcell', { name: '芜湖' })).toBeVisible();

  const again = await editCell(page, SHOP, 'customers:accounts.fields.region');
  await again.fill('安庆');
  await again.press('Enter');
  await expect(page.getByRole('gridcell', { name: '安庆' })).toBeVisible();
  await expect(colleague.getByRole('gridcell', { name: '安庆' })).toBeVisible();
});

async function join(colleague: Page, url: string): Promise<void> {
  await colleague.goto(url);
  await signIn(colleague);
  await expect(colleague.getByText(SHOP).first()).toBeVisible();
}

async function edit(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('customers:edit') }).click();
  await expect(box(page, 'customers:accounts.fields.name')).toHaveValue(SHOP);
}

function choice(dialog: Locator, value: string): Locator {
  return dialog.getByRole('radio', { name: value });
}
