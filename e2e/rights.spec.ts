import { look } from './support/looks.ts';
import { choose } from './support/pages.ts';
import { ADMIN, enter } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('a role masks a telephone, a colleague is looked as, and it is told why they see a customer', async ({ page, browser }) => {
  await enter(page);
  const api = async (method: 'get' | 'post' | 'patch', path: string, data?: unknown, headers?: Record<string, string>) => {
    const answer = await page.request[method](`/api/v1${path}`, { data, headers });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return answer.status() === 204 ? undefined : answer.json();
  };
  const seller = (await api('get', '/roles')).find((role: { key: string }) => role.key === 'salesperson');
  const invited = await api('post', '/invitations', { name: '李娜', email: 'li@example.com', roles: [seller.id] });
  const theirs = await browser.newContext({ locale: 'zh-CN' });
  const secret = invited.link.split('/').pop();
  const joined = await theirs.request.post(`/api/v1/invited/${secret}/accept`, { data: { name: '李娜', password: ADMIN.password } });
  expect(joined.ok(), await joined.text()).toBe(true);
  const li = (await api('get', '/users?columns=name')).items.find((user: { name: string }) => user.name === '李娜');
  const account = await api('post', '/accounts', { name: '金源烟酒店', phone: '13812345678', remark: '只收现款', owner_id: li.id });

  await page.goto('/settings/roles');
  const actions = t('staff:roles.actions', { name: t('staff:role.salesperson') });
  await page.getByRole('button', { name: actions }).click();
  await page.getByRole('menuitem', { name: t('staff:roles.edit') }).click();
  const dialog = page.getByRole('dialog');
  const sought = dialog.getByRole('textbox', { name: t('rights:find_field') });
  await sought.fill(t('customers:accounts.fields.phone'));
  const object = t('rights:object.account');
  await choose(page, dialog.getByRole('combobox', { name: `${object} ${t('customers:accounts.fields.phone')}` }), t('rights:access.masked'));
  await sought.fill(t('customers:accounts.fields.remark'));
  await choose(page, dialog.getByRole('combobox', { name: `${object} ${t('customers:accounts.fields.remark')}` }), t('rights:access.hidden'));
  await sought.fill('');
  await look(page, 'field-rights');
  await dialog.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(dialog).toHaveCount(0);

  // As the colleague sees it: a part of the number, no remark, and nothing that can be changed.
  await page.goto('/users');
  await page.getByText('李娜', { exact: true }).first().click();
  await page.getByRole('button', { name: t('staff:user.view_as_of', { name: '李娜' }) }).click();
  const back = page.getByRole('button', { name: t('app:viewing_end') });
  await expect(back).toBeVisible();
  await page.goto(`/accounts/${account.id}?tab=facts`);
  await expect(page.getByText('138****5678')).toBeVisible();
  await expect(page.getByText(t('customers:accounts.fields.remark'), { exact: true })).toHaveCount(0);
  await expect(page.getByText('只收现款')).toHaveCount(0);
  await look(page, 'viewing-as');
  await back.click();
  await expect(back).toHaveCount(0);

  await page.goto(`/accounts/${account.id}`);
  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('customers:why_menu') }).click();
  const why = page.getByRole('dialog', { name: t('rights:title', { name: '金源烟酒店' }) });
  await expect(why.getByText(t('rights:because.everything'), { exact: false }).first()).toBeVisible();
  await look(page, 'why-own');
  await why.getByRole('combobox', { name: t('rights:who') }).click();
  await page.locator('.ant-select-item-option:visible').filter({ hasText: '李娜' }).click();
  await expect(why.getByText(t('rights:because.own', { user: '李娜' }), { exact: false }).first()).toBeVisible();
  await expect(why.getByText(t('rights:not.no_right', { user: '李娜', action: t('rights:action.remove'), what: object }))).toBeVisible();
  await look(page, 'why');
});
