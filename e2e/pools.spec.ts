import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { box, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

/** Makes a customer that need not be typed, and answers its id. */
async function account(page: Page, name: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await page.request.post('/api/v1/accounts?duplicates=allow', { data: { name, ...more } });
  expect(answer.status()).toBe(201);
  return (await answer.json()).id;
}

test('a pool is made, a customer given back, opened, taken, and a rule previewed that would take others', async ({ page }) => {
  await enter(page);
  const first = await account(page, '金源烟酒店', { phone: '0551-62345678', region: '合肥', channel_kind: 'tobacco_liquor_shop' });
  await account(page, '银河酒楼', { region: '芜湖' });

  await go(page, 'pools:menu');
  await expect(page.getByText(t('pools:none_text'))).toBeVisible();
  await look(page, 'pools-none');
  await page.getByRole('button', { name: t('pools:new') }).click();
  const making = page.getByRole('dialog', { name: t('pools:new') });
  await box(making, 'pools:name').fill('安徽公海');
  await making.getByRole('spinbutton', { name: t('pools:limit.takes_per_day') }).fill('3');
  await making.getByRole('spinbutton', { name: t('pools:limit.wait_days') }).fill('0');
  await look(page, 'pool-form');
  await making.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByText(t('pools:empty_text'))).toBeVisible();
  await look(page, 'pool-empty');

  // Given back from the customer's own page, with a reason and a note.
  await page.goto(`/accounts/${first}`);
  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('pools:give_back_menu') }).click();
  const back = page.getByRole('dialog', { name: t('pools:give_back_of', { name: '金源烟酒店' }) });
  await box(back, 'pools:note').fill('打了五次电话');
  await look(page, 'pool-give-back');
  await back.getByRole('button', { name: t('pools:give_back'), exact: true }).click();
  await expect(page.getByText(t('pools:gave_back', { name: '金源烟酒店' }))).toBeVisible();

  // Seen without its telephone until it is opened.
  await go(page, 'pools:menu');
  await page.getByText('金源烟酒店', { exact: true }).first().click();
  await expect(page.getByText('62345678')).toHaveCount(0);
  await look(page, 'pool-list');
  await page.getByRole('button', { name: t('pools:open') }).click();
  await expect(page.getByRole('link', { name: /62345678/ })).toBeVisible();
  await expect(page.getByText('打了五次电话')).toBeVisible();
  await look(page, 'pool-opened');
  await page.getByRole('button', { name: t('pools:take'), exact: true }).click();
  await expect(page.getByText(t('pools:taken', { count: 1 }))).toBeVisible();
  await expect(page.getByText(t('pools:empty_text'))).toBeVisible();

  // Who has had it is told among its facts.
  await page.goto(`/accounts/${first}?tab=facts`);
  await expect(page.getByText(t('pools:came.taken'))).toBeVisible();
  await expect(page.getByText(t('pools:came.returned'))).toBeVisible();
  await page.getByRole('button', { name: t('pools:protect') }).click();
  await box(page.getByRole('dialog'), 'pools:protect_why').fill('正在招投标');
  await page.getByRole('dialog').getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByText('正在招投标')).toBeVisible();
  // On a phone the head of the page lies over some of the fields above.
  if (!isPhone()) await look(page, 'owners');

  // A rule, and what it would take before it does.
  await go(page, 'pools:menu');
  await page.getByRole('link', { name: t('pools:keeping') }).click();
  await expect(page.getByRole('heading', { level: 1, name: '安徽公海' })).toBeVisible();
  await page.getByRole('button', { name: t('pools:rule.new') }).click();
  const rule = page.getByRole('dialog', { name: t('pools:rule.new') });
  await box(rule, 'pools:rule.name').fill('久未联系');
  await rule.getByRole('button', { name: t('pools:rule.preview') }).click();
  await expect(rule.getByText(t('pools:preview.takes', { number: 0 }))).toBeVisible();
  await look(page, 'pool-rule');
  await rule.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByText(t('pools:term.no_contact_days', { days: 90 }))).toBeVisible();
  await look(page, 'pool-keeping');

  await page.goto('/pools/recycling');
  await expect(page.getByText(t('pools:warnings.none_text'))).toBeVisible();
  await look(page, 'pool-warnings-none');
});

test('what a rule will take is told to its owner, and several are taken at once', async ({ page }) => {
  await enter(page);
  const ids: string[] = [];
  for (const name of ['红旗超市', '红星超市', '东方饭店']) ids.push(await account(page, name, { region: '合肥' }));
  const pool = await (await page.request.post('/api/v1/pools', { data: { name: '总公海', own: { wait_days: 0, takes_per_day: 2 } } })).json();
  const filter = { field: 'region', op: 'eq', value: '合肥' };
  const rule = { name: '合肥客户转总公海', active: true, filter };
  expect((await page.request.post(`/api/v1/pools/${pool.id}/rules`, { data: rule })).status()).toBe(201);
  await page.goto(`/pools/${pool.id}/rules`);
  await page.getByRole('button', { name: t('pools:recycle_now') }).click();
  const tray = page.getByRole('region', { name: t('ui:job.tray') });
  await expect(tray.getByText(t('pools:recycle_done', { warned: 3, recycled: 0 }))).toBeVisible({ timeout: 60_000 });
  await tray.getByRole('button', { name: t('ui:close') }).click();
  await page.goto('/pools/recycling');
  await expect(page.getByRole('link', { name: '红旗超市' })).toBeVisible();
  await look(page, 'pool-warnings');

  const put = await page.request.post(`/api/v1/pools/${pool.id}/accounts`, { data: { ids, why: 'too_busy' } });
  expect((await put.json()).done).toBe(3);
  await page.goto(`/pools/${pool.id}`);
  await expect(page.getByText('东方饭店')).toBeVisible();
  if (isPhone()) await page.getByRole('button', { name: t('ui:list.pick') }).click();
  for (const name of ['红旗超市', '红星超市', '东方饭店']) await page.getByRole('checkbox', { name: t('ui:list.tick', { name }) }).click();
  await page.getByRole('toolbar', { name: t('ui:bulk.label') }).getByRole('button', { name: t('pools:take'), exact: true }).click();
  await expect(page.getByText(t('pools:taken', { count: 2 }), { exact: false })).toBeVisible();
  await expect(page.getByText(t('ui:problem.takes_used_up'), { exact: false })).toBeVisible();
  await look(page, 'pool-taken');
});
