import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { box, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

/** A salesperson of the company, signed in at another desk. */
async function salesperson(page: Page, colleague: Page): Promise<void> {
  const roles = await (await page.request.get('/api/v1/roles')).json();
  const units = await (await page.request.get('/api/v1/org-units')).json();
  const role = roles.find(({ key }: { key: string }) => key === 'salesperson').id;
  const invited = { name: '李业务', email: 'li@example.com', roles: [role], org_unit_id: units[0].id };
  const { link } = await (await page.request.post('/api/v1/invitations', { data: invited })).json();
  const secret = String(link).split('/').pop();
  const accepted = await colleague.request.post(`/api/v1/invited/${secret}/accept`, {
    data: { name: '李业务', password: 'tea-kettle-7-bridges' },
  });
  expect(accepted.status()).toBe(204);
}

/** A customer of the caller of which 19 of 25 questions have an answer. Answers its id. */
async function customer(desk: Page): Promise<string> {
  const account = {
    name: '金源烟酒店', number: 'C-1', channel_kind: 'tobacco_liquor_shop', region: '合肥', address: '长江路1号', phone: '0551-62345678',
    ownership_form: 'individual', market_position: 'leader', credit_grade: 'A', cooperating_since: '2020-03-01', tags: ['老客户'],
    credit_code: '91340100MA2MRA5J1Y',
  };
  const { id } = await (await desk.request.post('/api/v1/accounts?duplicates=allow', { data: account })).json();
  const boss = {
    name: '王芳', mobile: '13800138000', wechat: 'wangfang', accounts: [{ account_id: id, roles: ['boss', 'buyer', 'finance'] }],
  };
  expect((await desk.request.post('/api/v1/contacts?duplicates=allow', { data: boss })).status()).toBe(201);
  return id;
}

test('a salesperson fills a file in and submits it, a colleague proposes a change, a manager reviews it', async ({ page, colleague }) => {
  await enter(page);
  await salesperson(page, colleague);
  const id = await customer(colleague);

  await colleague.goto(`/accounts/${id}?tab=file`);
  const missing = colleague.getByRole('region', { name: t('customerfiles:open', { count: 6 }) });
  await expect(missing).toBeVisible();
  await expect(colleague.getByRole('button', { name: t('customerfiles:analyse') })).toBeDisabled();
  await look(colleague, 'file-survey');
  // What is missing is filled in where it is asked.
  await missing.getByRole('button', { name: t('ui:edit_field', { field: t('customers:accounts.fields.remark') }) }).click();
  await missing.getByRole('textbox').fill('门口好停车');
  await missing.getByRole('textbox').press('Control+Enter');
  await expect(colleague.getByRole('region', { name: t('customerfiles:open', { count: 5 }) })).toBeVisible();
  await colleague.getByRole('button', { name: t('customerfiles:analyse') }).click();
  await expect(colleague.getByText(t('customerfiles:figure.lifetime'))).toBeVisible();
  await colleague.getByRole('button', { name: t('customerfiles:submit') }).click();
  await box(colleague.getByRole('dialog'), 'customerfiles:note').fill('门店要扩建');
  await look(colleague, 'file-submit');
  await colleague.getByRole('dialog').getByRole('button', { name: t('customerfiles:submit') }).click();
  await expect(colleague.getByRole('button', { name: t('customerfiles:submit') })).toHaveCount(0);
  await look(colleague, 'file-analysed');

  // The manager finds it among all that wait, proposes a change, and decides.
  await go(page, 'customerfiles:menu');
  await page.getByText(t('customerfiles:of.all'), { exact: true }).click();
  await page.goto('/customer-files?whose=all&step=in_review');
  await expect(page.getByRole('link', { name: '金源烟酒店' })).toBeVisible();
  await look(page, 'file-board');
  await page.getByRole('link', { name: '金源烟酒店' }).click();
  await page.getByRole('button', { name: t('customerfiles:propose') }).click();
  const proposing = page.getByRole('dialog');
  await box(proposing, 'customerfiles:should_be').fill('0551-65432100');
  await box(proposing, 'customerfiles:why').fill('来电说换号了');
  await look(page, 'file-propose');
  await proposing.getByRole('button', { name: t('customerfiles:propose_yes') }).click();
  await expect(page.getByText('来电说换号了')).toBeVisible();
  await page.getByRole('button', { name: t('customerfiles:review'), exact: true }).click();
  const reviewing = page.getByRole('dialog');
  await box(reviewing, 'customerfiles:reason').fill('扩建期间每周看一次');
  await look(page, 'file-review');
  // Where it stands now that the dialog has opened.
  await reviewing.getByRole('radio', { name: t('customers:accounts.choices.review_result.watch') }).check();
  await reviewing.getByRole('button', { name: t('customerfiles:review_yes') }).click();
  await expect(page.getByText('扩建期间每周看一次')).toBeVisible();
  await look(page, 'file-reviewed');

  // The salesperson accepts, and prints the sheet.
  await colleague.reload();
  await colleague.getByRole('button', { name: t('customerfiles:accept'), exact: true }).click();
  await expect(colleague.getByText(t('customerfiles:proposal.accepted')).first()).toBeVisible();
  await colleague.getByRole('link', { name: t('customerfiles:sheet') }).click();
  await expect(colleague.getByRole('heading', { level: 1 })).toContainText('金源烟酒店');
  await look(colleague, 'file-sheet');

  await page.goto('/settings/customer-survey');
  await expect(page.getByText(t('customerfiles:asked', { count: 25 }))).toBeVisible();
  await look(page, 'file-survey-settings');
});
