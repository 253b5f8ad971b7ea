import { type Page, request } from '@playwright/test';
import { look } from './support/looks.ts';
import { box } from './support/pages.ts';
import { ADMIN, enter, hire, signIn } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

/** Somebody among those whom an open list offers. */
function colleagueIn(page: Page, name: string) {
  return page.locator('.ant-select-item-option:visible', { hasText: name }).last();
}

async function account(page: Page, name: string, owner: string, region = '合肥'): Promise<string> {
  const made = await page.request.post('/api/v1/accounts?duplicates=allow', { data: { name, region, owner_id: owner } });
  return (await made.json()).id;
}

test('a customer is shared, a leaver hands over to two, and a rule gives away what is nobodys', async ({ page, server, colleague }) => {
  await enter(page);
  const elsewhere = await request.newContext({ baseURL: server.url });
  const li = await hire(page, elsewhere, { name: '李娜', email: 'li@example.com' });
  const wang = await hire(page, elsewhere, { name: '王敏', email: 'wang@example.com' });
  await elsewhere.dispose();
  const first = await account(page, '金源烟酒店', li);
  for (const name of ['银河酒楼', '东方饭店', '红旗超市']) await account(page, name, li);

  // Shared with a colleague, who finds it then.
  await page.goto(`/accounts/${first}`);
  await page.getByRole('button', { name: t('team:add'), exact: true }).click();
  const sharing = page.getByRole('dialog', { name: t('team:add_to', { name: '金源烟酒店' }) });
  await sharing.getByRole('combobox', { name: t('team:colleague') }).click();
  await colleagueIn(page, '王敏').click();
  await look(page, 'team-form');
  await sharing.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByText(t('team:may_look'), { exact: false })).toBeVisible();
  await look(page, 'team');
  await colleague.goto(`/accounts/${first}`);
  await signIn(colleague, 'wang@example.com');
  await expect(colleague.getByRole('heading', { level: 1, name: '金源烟酒店' })).toBeVisible();

  // Three steps for a leaver.
  await page.goto('/users');
  await page.getByText('李娜').first().click();
  await page.getByRole('button', { name: t('staff:user.deactivate') }).click();
  const leaving = page.getByRole('dialog', { name: t('handover:deactivate_of', { name: '李娜' }) });
  await expect(leaving.getByText(t('handover:note.access'))).toBeVisible();
  await look(page, 'handover-holds');
  await leaving.getByRole('button', { name: t('handover:next') }).click();
  await leaving.getByRole('radio', { name: t('handover:how.several') }).click();
  for (const name of ['王敏', ADMIN.name]) {
    await leaving.getByRole('combobox', { name: t('handover:among_add') }).click();
    await colleagueIn(page, name).click();
  }
  await leaving.getByRole('button', { name: t('handover:next') }).click();
  await expect(leaving.getByRole('alert')).toHaveText(t('handover:missing.no_successor'));
  await leaving.getByRole('combobox', { name: t('handover:rest') }).click();
  await colleagueIn(page, ADMIN.name).click();
  await look(page, 'handover-takers');
  await leaving.getByRole('button', { name: t('handover:next') }).click();
  await expect(leaving.getByText(t('handover:note.at_once'))).toBeVisible();
  await expect(leaving.getByText('王敏')).toBeVisible();
  await look(page, 'handover-check');
  await leaving.getByRole('button', { name: t('handover:deactivate'), exact: true }).click();
  await expect(leaving).toBeHidden();
  const left = await (await page.request.get(`/api/v1/users/${li}/holdings`)).json();
  expect(left).toEqual({ accounts: 0, contacts: 0, tasks: 0, teams: 0 });

  // A rule for what is nobody's.
  const free = await account(page, '无主饭店', wang);
  const row = await (await page.request.get(`/api/v1/accounts/${free}`)).json();
  await page.request.patch(`/api/v1/accounts/${free}`, { data: { owner_id: null }, headers: { 'if-match': `"${row.version}"` } });
  await page.goto('/settings/territories');
  await expect(page.getByText(t('territories:none_text'))).toBeVisible();
  await look(page, 'territories-none');
  await page.getByRole('button', { name: t('territories:new') }).click();
  const making = page.getByRole('dialog', { name: t('territories:new') });
  await box(making, 'territories:name').fill('合肥');
  await making.getByRole('combobox', { name: t('territories:people_add') }).click();
  await colleagueIn(page, '王敏').click();
  await look(page, 'territory-form');
  await making.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByText(t('territories:all_left'))).toBeVisible();
  await look(page, 'territories');
  await page.getByRole('button', { name: t('territories:look') }).click();
  const assigning = page.getByRole('dialog', { name: t('territories:look') });
  await expect(assigning.getByText('王敏 1')).toBeVisible();
  await look(page, 'territories-assign');
  await assigning.getByRole('button', { name: t('territories:assign', { count: 1, number: 1 }) }).click();
  const tray = page.getByRole('region', { name: t('ui:job.tray') });
  await expect(tray.getByText(t('territories:assigned', { count: 1 }))).toBeVisible({ timeout: 30_000 });
  await page.goto(`/accounts/${free}`);
  await expect(page.getByText(t('customers:event.owner_by_last_rule', { rule: '合肥', to: '王敏' }))).toBeVisible();
});
