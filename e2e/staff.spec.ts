import { look } from './support/looks.ts';
import { box, choose } from './support/pages.ts';
import { ADMIN, enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

const NEW = 'clear-water-9-bridges';

test('an invitation is made anew, accepted, and its password reset by a link', async ({ page, browser }) => {
  await enter(page);
  await page.goto('/users');
  const menu = page.getByRole('navigation', { name: t('app:menu') });
  // On a phone the settings lie behind «more».
  const here = isPhone() ? menu.getByRole('button', { name: t('app:more') }) : menu.getByRole('link', { name: t('staff:menu') });
  await expect(here).toHaveAttribute('aria-current', isPhone() ? 'true' : 'page');
  await page.getByRole('button', { name: t('staff:invite.button') }).click();
  const dialog = page.getByRole('dialog');
  await box(dialog, 'staff:name').fill('李娜');
  await box(dialog, 'staff:email').fill('li@example.com');
  const roles = dialog.getByRole('combobox', { name: t('staff:users.fields.roles') });
  await choose(page, roles, t('staff:role.salesperson'));
  // The list of choices lies over the button until one goes elsewhere.
  await box(dialog, 'staff:name').click();
  await dialog.getByRole('button', { name: t('staff:invite.make') }).click();
  const link = (label: string) => page.getByRole('textbox', { name: t(label) });
  const lost = await link('staff:invite.link').inputValue();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: t('staff:invitations.title') }).click();
  await expect(page.getByText('li@example.com')).toBeVisible();
  await look(page, 'invitations');
  await page.getByRole('button', { name: t('staff:invitations.renew') }).click();
  const invitation = await link('staff:invite.link').inputValue();
  await page.keyboard.press('Escape');

  const theirs = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await theirs.goto(lost);
  await expect(theirs.getByText(t('staff:invitation.gone'))).toBeVisible();
  await theirs.goto(invitation);
  await theirs.getByLabel(t('staff:password'), { exact: true }).fill(ADMIN.password);
  await theirs.getByLabel(t('staff:password_again')).fill(ADMIN.password);
  await theirs.getByRole('button', { name: t('staff:invitation.button') }).click();
  await expect(theirs.getByText(t('start:due_none'))).toBeVisible();

  await page.goto('/users');
  await page.getByText('李娜', { exact: true }).first().click();
  await page.getByRole('button', { name: t('staff:user.reset') }).click();
  const reset = await link('staff:user.reset_link').inputValue();
  await page.keyboard.press('Escape');
  const phone = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await phone.goto(reset);
  await phone.getByLabel(t('staff:password'), { exact: true }).fill(NEW);
  await phone.getByLabel(t('staff:password_again')).fill(NEW);
  await look(phone, 'reset');
  await phone.getByRole('button', { name: t('staff:reset.button') }).click();
  await expect(phone.getByText(t('start:due_none'))).toBeVisible();
  // The other browser was signed out by it.
  await theirs.reload();
  await expect(theirs.getByRole('heading', { name: t('staff:login.title') })).toBeVisible();
});

test('a token is made for chosen objects, and the list says for which', async ({ page }) => {
  await enter(page);
  await page.goto('/settings/tokens');
  await page.getByRole('button', { name: t('staff:tokens.new') }).first().click();
  const dialog = page.getByRole('dialog');
  await box(dialog, 'staff:tokens.name').fill('每日报表');
  await dialog.getByText(t('staff:tokens.chosen'), { exact: true }).click();
  await dialog.getByRole('button', { name: t('staff:tokens.make') }).click();
  await expect(dialog.getByText(t('staff:tokens.scope_empty'))).toBeVisible();
  const choice = (object: string) => dialog.getByRole('radiogroup', { name: t(`staff:object.${object}`), exact: true });
  await choice('account').getByText(t('staff:tokens.access.read'), { exact: true }).click();
  await choice('order').getByText(t('staff:tokens.access.write'), { exact: true }).click();
  await look(page, 'token');
  await dialog.getByRole('button', { name: t('staff:tokens.make') }).click();
  await expect(page.getByText(t('staff:tokens.once'))).toBeVisible();
  // An assistant is let in with it: what its program is told stands there, with this token.
  const secret = await dialog.getByRole('textbox', { name: t('staff:settings.tokens') }).inputValue();
  await dialog.getByText(t('staff:assistant.made')).click();
  await dialog.getByText(t('staff:assistant.cursor'), { exact: true }).click();
  const config = JSON.parse(await dialog.getByRole('group', { name: t('staff:assistant.config') }).innerText());
  expect(config.mcpServers.guanxi.headers.Authorization).toBe(`Bearer ${secret}`);
  await look(page, 'token-assistant');
  const hello = await page.request.post(config.mcpServers.guanxi.url, {
    headers: { ...config.mcpServers.guanxi.headers, Accept: 'application/json, text/event-stream' },
    data: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'whoami', arguments: {} } },
  });
  expect((await hello.json()).result.structuredContent.lists).toEqual(['accounts', 'orders']);
  await page.keyboard.press('Escape');
  const row = page.getByRole('listitem').filter({ hasText: '每日报表' });
  await expect(row).toContainText(`${t('staff:object.account')}：${t('staff:tokens.access.read')}`);
  await expect(row).toContainText(`${t('staff:object.order')}：${t('staff:tokens.access.write')}`);
  await look(page, 'tokens');
});

test('a role is made like another, its rights are narrowed, and it says what somebody with it may do', async ({ page }) => {
  await enter(page);
  await page.goto('/settings/roles');
  await page.getByRole('button', { name: t('staff:roles.new') }).click();
  const dialog = page.getByRole('dialog');
  await box(dialog, 'staff:roles.name').fill('渠道助理');
  await choose(page, dialog.getByRole('combobox', { name: t('staff:roles.like') }), t('staff:role.salesperson'));
  const right = dialog.getByRole('combobox', { name: `${t('staff:object.account')} ${t('staff:action.export')}` });
  await choose(page, right, t('staff:roles.none'));
  await look(page, 'role');
  await dialog.getByRole('button', { name: t('ui:save') }).click();
  await expect(dialog).toBeHidden();
  const made = page.getByRole('group').filter({ hasText: '渠道助理' });
  await made.getByText('渠道助理').click();
  await expect(made.getByRole('row', { name: new RegExp(`^${t('staff:object.account')} `) })).toContainText('–');
  await look(page, 'roles');

  // A role that every workspace has is narrowed and brought back.
  const seller = page.getByRole('button', { name: t('staff:roles.actions', { name: t('staff:role.salesperson') }) });
  await seller.click();
  await page.getByRole('menuitem', { name: t('staff:roles.edit') }).click();
  await choose(
    page,
    dialog.getByRole('combobox', { name: `${t('staff:object.contact')} ${t('staff:action.export')}` }),
    t('staff:roles.none'),
  );
  await dialog.getByRole('button', { name: t('ui:save') }).click();
  await expect(page.getByText(t('staff:roles.changed'))).toBeVisible();
  await seller.click();
  await page.getByRole('menuitem', { name: t('staff:roles.restore') }).click();
  await page.getByRole('dialog').getByRole('button', { name: t('staff:roles.restore') }).click();
  await expect(page.getByText(t('staff:roles.changed'))).toBeHidden();
});
