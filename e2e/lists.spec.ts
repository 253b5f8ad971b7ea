import { look } from './support/looks.ts';
import { addAccount, editCell, go } from './support/pages.ts';
import { enter, enterDemo } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

const SHOP = '金源烟酒店';
const REGION = t('customers:accounts.fields.region');

test('columns are chosen and moved by keyboard, and a cell is edited without a mouse', async ({ page }) => {
  test.skip(isPhone(), 'cards have no columns');
  await enter(page);
  await addAccount(page, SHOP, 'tobacco_liquor_shop');
  await go(page, 'customers:menu');
  const header = (name: string) => page.getByRole('columnheader', { name, exact: true });
  await expect(header(REGION)).toHaveCount(0);

  await page.getByRole('button', { name: t('ui:columns.label') }).press('Enter');
  const columns = page.getByRole('dialog', { name: t('ui:columns.label') });
  const search = columns.getByRole('textbox', { name: t('ui:columns.search') });
  await expect(search).toBeFocused();
  await page.keyboard.type(REGION);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(header(REGION)).toBeVisible();
  await search.fill('');
  const box = columns.getByRole('checkbox', { name: t('ui:columns.hide', { field: REGION }) });
  await box.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(box).toBeFocused();
  await look(page, 'columns');
  await page.keyboard.press('Escape');
  await expect(columns).toBeHidden();
  await page.reload();
  await expect(header(REGION), 'kept with the person').toBeVisible();

  const cell = (value: string) => page.getByRole('gridcell', { name: value });
  const told = page.getByText(t('ui:list.changed', { field: REGION }));
  const editor = await editCell(page, SHOP, 'customers:accounts.fields.region');
  await look(page, 'cell-editor');
  await editor.fill('合肥');
  await page.keyboard.press('Enter');
  await expect(told).toBeVisible();
  await expect(cell('合肥')).toBeVisible();
  await expect(page.getByRole('grid'), 'the next key is for the list again').toBeFocused();
  await page.keyboard.press('F2');
  await expect(editor).toBeFocused();
  await editor.fill('芜湖');
  await page.keyboard.press('Escape');
  await expect(editor, 'Esc gives up').toHaveCount(0);
  await expect(cell('合肥')).toBeVisible();
  await expect(cell('芜湖')).toHaveCount(0);
  await page.getByRole('button', { name: t('ui:undo') }).click();
  await expect(cell('合肥')).toHaveCount(0);
});

test('all that fit a filter are changed at once, and it says how far it is', async ({ page }) => {
  test.skip(isPhone(), 'a phone ticks single cards');
  await enterDemo(page);
  const shops = t('customers:accounts.choices.channel_kind.tobacco_liquor_shop');
  const count = page.getByRole('button', { name: /^共 / });
  const before = await count.textContent();
  const place = async () => (await page.getByRole('grid').boundingBox())?.y;
  const top = await place();
  await page.getByRole('button', { name: t('customers:accounts.fields.channel_kind') }).first().click();
  await page.getByRole('button', { name: shops, exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(count).not.toHaveText(before ?? '');
  expect(await place(), 'a chip that is set moves nothing').toBe(top);
  const matching = (await count.textContent())?.replace(/\D/g, '') ?? '';

  await page.getByRole('checkbox', { name: t('ui:list.tick_all') }).click();
  const bar = page.getByRole('toolbar', { name: t('ui:bulk.label') });
  await bar.getByRole('button', { name: t('ui:bulk.choose_all', { total: matching }) }).click();
  await expect(bar.getByRole('status')).toHaveText(t('ui:bulk.everything', { total: matching }));
  await look(page, 'bulk-bar');
  await bar.getByRole('button', { name: t('customers:accounts.fields.tags') }).click();
  const dialog = page.getByRole('dialog', { name: t('ui:bulk.change_title', { amount: matching }) });
  const tags = dialog.getByRole('combobox', { name: t('customers:accounts.fields.tags') });
  await tags.fill('中秋拜访');
  await tags.press('Enter');
  // The list of choices lies over the button until one goes elsewhere.
  await dialog.getByText(t('ui:bulk.change_title', { amount: matching })).click();
  await look(page, 'bulk-dialog');
  await dialog.getByRole('button', { name: t('ui:bulk.apply') }).click();

  const tray = page.getByRole('region', { name: t('ui:job.tray') });
  await expect(tray.getByRole('progressbar', { name: t('ui:bulk.job') })).toBeVisible();
  await expect(tray.getByText(t('ui:job.changed', { number: matching }))).toBeVisible({ timeout: 60_000 });
  await expect(tray.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100');
  const [told, sums] = [await tray.boundingBox(), await page.locator('.grid-sums').boundingBox()];
  expect((told?.y ?? 0) + (told?.height ?? 0), 'the sums stay free').toBeLessThanOrEqual(sums?.y ?? 0);
  await look(page, 'bulk-done');
  // Those and no others.
  const tagged = { field: 'tags', op: 'any_of', value: ['中秋拜访'] };
  await page.goto(`/accounts?columns=${encodeURIComponent('"name,tags"')}&filter=${encodeURIComponent(JSON.stringify(tagged))}`);
  await expect(page.getByRole('grid').getByText('中秋拜访').first()).toBeVisible();
  await expect(count).toHaveText(t('ui:list.count', { total: matching }));
});
