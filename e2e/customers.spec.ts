import type { Locator } from '@playwright/test';
import { look } from './support/looks.ts';
import { addAccount, box, choose, find, go } from './support/pages.ts';
import { enter, enterDemo } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('a customer is made, found by its initials, and changed; a wrong field says so and loses nothing', async ({ page }) => {
  await enter(page);
  await look(page, 'customers-empty');
  await page.getByRole('link', { name: t('customers:new') }).first().click();
  const name = box(page, 'customers:accounts.fields.name');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(name).toHaveAccessibleDescription(t('ui:required'));
  await expect(name).toBeFocused();

  await name.fill('金源烟酒店');
  const kind = page.getByLabel(t('customers:accounts.fields.channel_kind'), { exact: true });
  await choose(page, kind, t('customers:accounts.choices.channel_kind.tobacco_liquor_shop'));
  await box(page, 'customers:accounts.fields.region').fill('合肥');
  await look(page, 'customer-new');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '金源烟酒店' })).toBeVisible();
  await look(page, 'customer');

  await go(page, 'customers:menu');
  await find(page, 'jyyjd', '金源烟酒店');

  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('customers:edit') }).click();
  const phone = box(page, 'customers:accounts.fields.phone');
  await phone.fill('找老王要');
  await box(page, 'customers:accounts.fields.address').fill('长江路 88 号');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(phone).toHaveAccessibleDescription(t('ui:invalid.phone'));
  await expect(phone).toBeFocused();
  await look(page, 'customer-wrong-phone');
  await phone.fill('１３８ 0013-8000');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '金源烟酒店' })).toBeVisible();
  await page.getByRole('tab', { name: t('customers:tab.facts') }).click();
  await expect(page.getByText('长江路 88 号').first()).toBeVisible();
  await find(page, '8000', '金源烟酒店');
});

test('the list is filtered, sorted, saved as a view, and looked into', async ({ page }) => {
  await enterDemo(page);
  const shop = t('customers:accounts.choices.channel_kind.tobacco_liquor_shop');
  const grid = page.getByRole('grid', { name: t('customers:menu') });
  const count = page.getByRole('button', { name: /^共 / });
  const before = await count.textContent();

  await page.getByRole('button', { name: t('customers:accounts.fields.channel_kind') }).first().click();
  await page.getByRole('button', { name: shop, exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(count).not.toHaveText(before ?? '');
  await expect(grid.getByText(shop).first()).toBeVisible();
  await expect(grid.getByText(t('customers:accounts.choices.channel_kind.dealer'))).toHaveCount(0);

  if (!isPhone()) {
    const name = t('customers:accounts.fields.net_sales');
    const column = (await grid.getByRole('columnheader').allTextContents()).indexOf(name);
    const sales = grid.getByRole('columnheader', { name, exact: true });
    await sales.getByRole('button').click();
    await expect(sales).toHaveAttribute('aria-sort', 'descending');
    await expect(page).toHaveURL(/sort=/);
    await expect(grid).toHaveAttribute('aria-busy', 'false');
    await expect.poll(async () => inOrder(await amounts(grid, column)), 'the most first').toBe(true);
  }
  await expect(grid).toHaveAttribute('aria-busy', 'false');

  await page.getByRole('button', { name: t('ui:views.save') }).click();
  const dialog = page.getByRole('dialog', { name: t('ui:views.save') });
  await dialog.getByLabel(t('ui:views.name')).fill('烟酒店排行');
  await look(page, 'view-dialog');
  await dialog.getByRole('button', { name: t('ui:save'), exact: true }).click();
  const views = page.getByRole('navigation', { name: t('ui:views.label') });
  await expect(views.getByRole('button', { name: '烟酒店排行' })).toHaveAttribute('aria-current', 'true');
  const filtered = await count.textContent();
  await views.getByRole('button', { name: t('ui:views.all') }).click();
  await expect(count).toHaveText(before ?? '');
  await views.getByRole('button', { name: '烟酒店排行' }).click();
  await expect(count).toHaveText(filtered ?? '');
  await look(page, 'customers-view');

  const first = grid.getByRole('row').filter({ has: page.getByRole('link') }).first();
  if (isPhone()) {
    await expect(first).toContainText(t('customers:card.last_order', { date: '' }).trim());
    await first.getByRole('link').click();
    await expect(page.getByRole('toolbar', { name: t('interactions:thumb.label') })).toBeVisible();
    const { y } = (await page.getByRole('tabpanel').boundingBox()) ?? { y: Number.POSITIVE_INFINITY };
    expect(y, 'what a tab shows begins in the upper third').toBeLessThan((page.viewportSize()?.height ?? 0) / 3);
    await page.getByText(t('customers:axes')).click();
    await expect(page.getByText(t('customers:axis.strategy'))).toBeVisible();
    await look(page, 'customer-demo');
  } else {
    const name = (await first.getByRole('link').textContent()) ?? '';
    await first.hover();
    await first.getByRole('button', { name: t('ui:list.peek', { name }) }).click();
    const panel = page.getByRole('complementary', { name });
    await expect(panel.getByText(t('customers:key_figures'))).toBeVisible();
    await look(page, 'customer-panel');
    await panel.getByRole('link', { name: t('customers:open') }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await look(page, 'customer-demo');
  }
});

/** The exact amounts of a column, from the top down; the row of sums has no link. */
async function amounts(grid: Locator, column: number): Promise<number[]> {
  const rows = grid.getByRole('row').filter({ has: grid.page().getByRole('link') });
  const exact = await rows.evaluateAll(
    (all, at) => all.map((row) => row.querySelectorAll('[role=gridcell]')[at]?.querySelector('[title]')?.getAttribute('title') ?? ''),
    column,
  );
  return exact.map((text) => Number(text.replace(/[^\d.-]/g, '')));
}

function inOrder(sums: number[]): boolean {
  return sums.length > 5 && sums.every((sum, place) => place === 0 || sum <= (sums[place - 1] ?? 0)) && (sums[0] ?? 0) > 0;
}

test('what is sought but not there says so', async ({ page }) => {
  await enter(page);
  await addAccount(page, '听雨轩酒楼', 'catering');
  await go(page, 'customers:menu');
  const search = page.getByRole('searchbox', { name: t('ui:list.search') });
  await search.fill('tyx');
  await expect(page.getByRole('grid').getByText('听雨轩酒楼')).toBeVisible();
  await search.fill('没有这一家');
  await expect(page.getByText(t('ui:list.none'))).toBeVisible();
  await look(page, 'customers-none');
});

test('two classifications are crossed with their totals, and a number leads to as many customers', async ({ page }) => {
  await enter(page);
  const kinds = [['听雨轩酒楼', 'catering'], ['华夏大酒店', 'catering'], ['金源烟酒店', 'tobacco_liquor_shop']] as const;
  for (const [name, channel_kind] of kinds) {
    expect((await page.request.post('/api/v1/accounts?duplicates=allow', { data: { name, channel_kind } })).ok()).toBe(true);
  }
  await page.getByRole('link', { name: t('customers:cross.title') }).click();
  const total = page.getByRole('row', { name: new RegExp(`^${t('ui:list.sums')}`) }).getByRole('link').last();
  await expect(total).toContainText('3');
  await look(page, 'cross');
  // A cell has those of its row and its column, and no others.
  const catering = page.getByRole('row', { name: new RegExp(`^${t('customers:accounts.choices.channel_kind.catering')}`) });
  const cell = catering.getByRole('link').first();
  const told = Number.parseInt((await cell.locator('strong').textContent()) ?? '', 10);
  expect(told).toBe(2);
  await cell.click();
  const named = page.getByRole('grid').getByRole('row').filter({ has: page.getByRole('link') });
  await expect(named).toHaveCount(told);
  await expect(page.getByRole('grid').getByText('听雨轩酒楼')).toBeVisible();
  await expect(page.getByRole('grid').getByText('华夏大酒店')).toBeVisible();
  await page.goBack();
  await total.click();
  await expect(named).toHaveCount(3);
});
