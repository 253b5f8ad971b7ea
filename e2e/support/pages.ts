import { expect, type Locator, type Page } from '@playwright/test';
import { isPhone } from './test.ts';
import { t } from './texts.ts';

/** Goes to a page of the menu, which on a phone is partly behind «more». */
export async function go(page: Page, label: string): Promise<void> {
  const name = t(label);
  const menu = page.getByRole('navigation', { name: t('app:menu') });
  await expect(menu).toBeVisible();
  const entry = menu.getByRole('link', { name, exact: true });
  if (isPhone() && (await entry.count()) === 0) {
    await menu.getByRole('button', { name: t('app:more') }).click();
    await page.getByRole('dialog').getByRole('link', { name, exact: true }).click();
  } else {
    await entry.click();
  }
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Waits on a page of value until the run over all accounts that follows the demo data has filled this part of it. */
export async function afterTheRun(page: Page, part: Locator): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(part).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 90_000 });
}

/** Finds a record by what one remembers of it, from any page. */
export async function find(page: Page, words: string, name: string): Promise<void> {
  if (isPhone()) await page.getByRole('button', { name: t('app:search_short'), exact: true }).click();
  else await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: t('app:search') }).fill(words);
  await page.getByRole('option', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** The box with this label. What is wrong with it is its description. */
export function box(form: Locator | Page, label: string): Locator {
  return form.getByRole('textbox', { name: t(label), exact: true });
}

/** Chooses an option of a select as one does by mouse: again, when the list was still coming and the press went past it. */
export async function choose(page: Page, select: Locator, option: string): Promise<void> {
  const whole = select.locator('xpath=ancestor::div[contains(concat(" ", @class, " "), " ant-select ")][1]');
  await expect(async () => {
    if ((await select.getAttribute('aria-expanded')) !== 'true') await select.click();
    await page.getByTitle(option, { exact: true }).last().click({ timeout: 5000 });
    await expect(whole).toContainText(option, { timeout: 2000 });
  }).toPass();
}

/** Opens the cell of a text in a list by keyboard alone, and answers its box. */
export async function editCell(page: Page, row: string, field: string): Promise<Locator> {
  const grid = page.getByRole('grid');
  await expect(grid.getByText(row)).toBeVisible();
  await grid.focus();
  await page.keyboard.press('Home');
  const headers = await grid.getByRole('columnheader').allTextContents();
  // The first header is the box to tick.
  for (let step = headers.indexOf(t(field)) - 1; step > 0; step--) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F2');
  const editor = box(grid, field);
  await expect(editor).toBeFocused();
  return editor;
}

/** Makes a customer on its form, and ends on its page. */
export async function addAccount(page: Page, name: string, channelKind: string): Promise<void> {
  await page.getByRole('link', { name: t('customers:new') }).first().click();
  await box(page, 'customers:accounts.fields.name').fill(name);
  const kind = page.getByLabel(t('customers:accounts.fields.channel_kind'), { exact: true });
  await choose(page, kind, t(`customers:accounts.choices.channel_kind.${channelKind}`));
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** What one does with a customer: at the head of its page, on a phone at the foot. */
export function action(page: Page, kind: 'log' | 'visit') {
  if (!isPhone()) return page.getByRole('button', { name: t(kind === 'log' ? 'customers:log' : 'customers:log_visit'), exact: true });
  return page.getByRole('toolbar', { name: t('interactions:thumb.label') }).getByRole('button', { name: t(`interactions:thumb.${kind}`) });
}
