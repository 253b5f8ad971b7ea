import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { addAccount, box, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

const CODE = '91340100MA2TPFXL9K';

/** Makes a record that need not be typed, and answers its id. */
async function made(page: Page, list: string, data: Record<string, unknown>): Promise<string> {
  const answer = await page.request.post(`/api/v1/${list}?duplicates=allow`, { data });
  expect(answer.status()).toBe(201);
  return (await answer.json()).id;
}

/** Looks through everything, and waits until the tray says what was found. */
async function scan(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('duplicates:scan.button') }).first().click();
  const tray = page.getByRole('region', { name: t('ui:job.tray') });
  await expect(tray.getByText(t('ui:job.done'))).toBeVisible({ timeout: 60_000 });
  await tray.getByRole('button', { name: t('ui:close') }).click();
}

test('f59 who is there already is told while entering, made all the same, found, merged with a chosen field, and parted again', async ({ page }) => {
  await enter(page);
  await addAccount(page, '金源烟酒店', 'tobacco_liquor_shop');
  const first = page.url();
  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('customers:edit') }).click();
  await box(page, 'customers:accounts.fields.region').fill('合肥');
  await box(page, 'customers:accounts.fields.credit_code').fill(CODE);
  await box(page, 'customers:accounts.fields.address').fill('长江路 88 号');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '金源烟酒店' })).toBeVisible();

  // A name that sounds the same, in the same city: a quiet line, and nothing moves.
  await go(page, 'customers:menu');
  await page.getByRole('link', { name: t('customers:new') }).first().click();
  const name = box(page, 'customers:accounts.fields.name');
  const phone = box(page, 'customers:accounts.fields.phone');
  const apart = async () => ((await phone.boundingBox())?.y ?? 0) - ((await name.boundingBox())?.y ?? 0);
  await name.fill('合肥金元名烟名酒');
  await phone.fill('0551-62345678');
  const before = await apart();
  await box(page, 'customers:accounts.fields.region').fill('合肥市');
  const note = page.getByRole('status').filter({ hasText: t('duplicates:note.maybe') });
  await expect(note).toContainText('金源烟酒店');
  expect(await apart(), 'nothing moves').toBe(before);
  await look(page, 'duplicate-note');

  // The same credit code: refused, with the ways on.
  await box(page, 'customers:accounts.fields.credit_code').fill(CODE);
  await expect(page.getByRole('status').filter({ hasText: t('duplicates:note.there') })).toContainText(
    t('duplicates:reason.credit_code'),
  );
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  const refused = page.getByRole('dialog', { name: t('duplicates:refused.title_account') });
  await look(page, 'duplicate-refused');
  const opened = page.waitForEvent('popup');
  await refused.getByRole('link', { name: t('duplicates:alike.open', { name: '金源烟酒店' }) }).click();
  await (await opened).close();
  await refused.getByRole('button', { name: t('duplicates:refused.back') }).click();
  await expect(name).toHaveValue('合肥金元名烟名酒');
  await expect(page.getByText(t('duplicates:note.there'))).toBeVisible();
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await refused.getByRole('button', { name: t('duplicates:refused.allow') }).click();
  await expect(page.getByRole('heading', { level: 1, name: '合肥金元名烟名酒' })).toBeVisible();
  const second = page.url();
  const id = second.split('/').pop() ?? '';
  for (const days of [3, 9]) {
    const day = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const order = { account_id: id, ordered_on: day, kind: 'sale', net_minor: 120_000 };
    expect((await page.request.post('/api/v1/orders', { data: order })).status()).toBe(201);
  }

  // Found in what is there, and looked at field by field.
  await go(page, 'duplicates:menu');
  await expect(page.getByText(t('duplicates:empty.never'))).toBeVisible();
  await look(page, 'duplicates-empty');
  await scan(page);
  const pair = page.getByRole('article').first();
  await expect(pair).toContainText(t('duplicates:reason.credit_code'));
  await look(page, 'duplicates');
  if (isPhone()) await pair.getByRole('button', { name: t('duplicates:merge.open') }).click();
  else {
    await page.keyboard.press('j');
    await expect(pair).toBeFocused();
    await page.keyboard.press('m');
  }
  await expect(page.getByRole('heading', { level: 1, name: t('duplicates:merge.title_account') })).toBeVisible();
  const names = page.getByRole('radiogroup', { name: t('customers:accounts.fields.name'), exact: true });
  await names.getByText('合肥金元名烟名酒').click();
  await expect(page.getByText(`${t('duplicates:rows.orders')} 2`)).toBeVisible();
  await look(page, 'merge');
  await page.getByRole('button', { name: t('duplicates:merge.swap') }).click();
  const moved = { merged: '金源烟酒店', kept: '合肥金元名烟名酒', what: `${t('duplicates:rows.follows')} 1` };
  await expect(page.getByText(t('duplicates:merge.moves', moved))).toBeVisible();
  await page.getByRole('button', { name: t('duplicates:merge.swap') }).click();
  await page.getByRole('button', { name: t('duplicates:merge.button'), exact: true }).click();

  // One customer with the chosen name, both names and all orders.
  await expect(page.getByRole('heading', { level: 1, name: '合肥金元名烟名酒' })).toBeVisible();
  await expect(page).toHaveURL(first);
  await expect(page.getByText(t('customers:event.account.merged_with', { name: '合肥金元名烟名酒' }))).toBeVisible();
  await look(page, 'merged');
  await page.getByRole('tab', { name: t('customers:tab.orders') }).click();
  await expect(page.getByRole('tabpanel').getByText('¥1,200', { exact: false })).toHaveCount(2);
  await page.getByRole('tab', { name: t('customers:tab.facts') }).click();
  const facts = page.getByRole('tabpanel');
  await expect(facts.getByRole('button', { name: t('ui:edit_field', { field: t('customers:accounts.fields.also_known_as') }) })).toHaveText('金源烟酒店');
  await expect(facts.getByText('0551-62345678').first()).toBeVisible();
  await look(page, 'merged-facts');

  // The old address leads here.
  await page.goto(second);
  await expect(page).toHaveURL(first);
  await expect(page.getByRole('heading', { level: 1, name: '合肥金元名烟名酒' })).toBeVisible();

  // And apart again.
  await page.getByRole('button', { name: t('duplicates:undo.button') }).click();
  await expect(page.getByRole('heading', { level: 1, name: '金源烟酒店' })).toBeVisible();
  await expect(page.getByText(t('customers:event.account.unmerged_with', { name: '合肥金元名烟名酒' }))).toBeVisible();
  await page.goto(second);
  await expect(page).toHaveURL(second);
  await expect(page.getByRole('heading', { level: 1, name: '合肥金元名烟名酒' })).toBeVisible();
  await go(page, 'duplicates:menu');
  await expect(page.getByText(t('duplicates:merges.undone'), { exact: false }).first()).toBeVisible();
});

test('what is certain is merged in one go, and what is none is set aside and proposed again', async ({ page }) => {
  await enter(page);
  for (const [name, phone] of [
    ['红星超市', '0551-62345601'],
    ['红星超级市场', '0551-62345601'],
    ['听雨轩酒楼', '0551-62345602'],
    ['听雨轩（酒楼）', '0551-62345602'],
  ])
    await made(page, 'accounts', { name, phone, region: '合肥' });
  for (const name of ['新世纪烟酒店', '新世界烟酒店']) await made(page, 'accounts', { name, region: '合肥' });
  await go(page, 'duplicates:menu');
  await scan(page);
  await expect(page.getByRole('article')).toHaveCount(3);

  // Not a duplicate, undone, and again.
  const two = page.getByRole('article').filter({ hasText: '新世纪烟酒店' });
  await two.getByRole('button', { name: t('duplicates:two') }).click();
  await expect(two).toHaveCount(0);
  await page.getByRole('button', { name: t('ui:undo'), exact: true }).last().click();
  await expect(two).toBeVisible();
  await two.getByRole('button', { name: t('duplicates:two') }).click();
  await expect(two).toHaveCount(0);
  await page.getByRole('switch', { name: t('duplicates:dismissed') }).click();
  await expect(two.getByRole('button', { name: t('duplicates:propose') })).toBeVisible();
  await look(page, 'duplicates-dismissed');
  await page.getByRole('switch', { name: t('duplicates:dismissed') }).click();
  await expect(page.getByRole('article')).toHaveCount(2);

  const all = t(isPhone() ? 'duplicates:all.button_short' : 'duplicates:all.button', { number: 2 });
  await page.getByRole('button', { name: all, exact: true }).click();
  const ask = page.getByRole('dialog', { name: t('duplicates:all.ask_account', { number: 2 }) });
  await expect(ask).toContainText(t('duplicates:all.ask_text', { days: 30 }));
  await look(page, 'duplicates-all');
  await ask.getByRole('button', { name: t('duplicates:all.yes') }).click();
  const tray = page.getByRole('region', { name: t('ui:job.tray') });
  await expect(tray.getByText(t('duplicates:all.done', { number: 2 }))).toBeVisible({ timeout: 60_000 });
  await tray.getByRole('button', { name: t('ui:close') }).click();
  await expect(page.getByText(t('duplicates:empty.none'))).toBeVisible();
  await look(page, 'duplicates-merged');
  await page.getByRole('button', { name: t('duplicates:undo.of', { name: '红星超级市场' }) }).click();
  await expect(page.getByText(t('duplicates:merges.undone'), { exact: false }).first()).toBeVisible();
});

test('two people who are ticked are merged, and one finds whom to merge with from the page', async ({ page }) => {
  await enter(page);
  for (const name of ['王晓梅', '王梅']) await made(page, 'contacts', { name, mobile: '13900554321' });
  await go(page, 'contacts:menu');
  if (isPhone()) await page.getByRole('button', { name: t('ui:list.pick') }).click();
  for (const name of ['王晓梅', '王梅']) await page.getByRole('checkbox', { name: t('ui:list.tick', { name }) }).click();
  await page.getByRole('toolbar', { name: t('ui:bulk.label') }).getByRole('button', { name: t('ui:bulk.merge'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('duplicates:merge.title_contact') })).toBeVisible();
  await look(page, 'merge-contacts');

  // The same way from a person's page.
  await go(page, 'contacts:menu');
  await page.getByRole('link', { name: '王晓梅' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: '王晓梅' })).toBeVisible();
  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('duplicates:find_menu') }).click();
  const found = page.getByRole('dialog', { name: t('duplicates:find.title', { name: '王晓梅' }) });
  await expect(found).toContainText(t('duplicates:reason.mobile'));
  await look(page, 'duplicates-find');
  await found.getByRole('button', { name: t('duplicates:find.merge_with', { name: '王梅' }) }).click();
  await page.getByRole('button', { name: t('duplicates:merge.button'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '王晓梅' })).toBeVisible();
  await page.getByRole('button', { name: t('ui:undo'), exact: true }).click();
  await expect(page.getByText(t('duplicates:undo.done', { name: '王梅' }))).toBeVisible();
  await go(page, 'contacts:menu');
  await expect(page.getByRole('grid').getByText('王梅')).toBeVisible();
});
