import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { box } from './support/pages.ts';
import { enter, hire, signIn } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

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

test('a salesperson submits a file, a manager names a steward and reviews it, the steward settles what is proposed', async ({ page, seat }) => {
  await enter(page);
  const [seller, manager, steward] = [await seat(), await seat(), await seat()];
  await hire(page, seller.request, { name: '李业务', email: 'li@example.com' });
  await hire(page, manager.request, { name: '周经理', email: 'zhou@example.com' }, 'manager');
  await hire(page, steward.request, { name: '孙客管', email: 'sun@example.com' }, 'customer_manager');
  await manager.context().clearCookies();
  const id = await customer(seller);

  await seller.goto(`/accounts/${id}?tab=file`);
  const missing = seller.getByRole('region', { name: t('customerfiles:open', { count: 6 }) });
  await expect(missing).toBeVisible();
  await expect(seller.getByRole('button', { name: t('customerfiles:analyse') })).toBeDisabled();
  await look(seller, 'file-survey');
  // What is missing is filled in where it is asked.
  await missing.getByRole('button', { name: t('ui:edit_field', { field: t('customers:accounts.fields.remark') }) }).click();
  await missing.getByRole('textbox').fill('门口好停车');
  await missing.getByRole('textbox').press('Control+Enter');
  await expect(seller.getByRole('region', { name: t('customerfiles:open', { count: 5 }) })).toBeVisible();
  await seller.getByRole('button', { name: t('customerfiles:analyse') }).click();
  await expect(seller.getByText(t('customerfiles:figure.lifetime'))).toBeVisible();
  await seller.getByRole('button', { name: t('customerfiles:submit') }).click();
  await box(seller.getByRole('dialog'), 'customerfiles:note').fill('门店要扩建');
  await look(seller, 'file-submit');
  await seller.getByRole('dialog').getByRole('button', { name: t('customerfiles:submit') }).click();
  await expect(seller.getByRole('button', { name: t('customerfiles:submit') })).toHaveCount(0);
  await look(seller, 'file-analysed');

  // The manager signs in, finds it among all that wait, and names another than the owner who looks after it.
  await manager.goto('/customer-files');
  await signIn(manager, 'zhou@example.com');
  await manager.getByText(t('customerfiles:of.all'), { exact: true }).click();
  await manager.goto('/customer-files?whose=all&step=in_review');
  await expect(manager.getByRole('link', { name: '金源烟酒店' })).toBeVisible();
  await look(manager, 'file-board');
  await manager.getByRole('link', { name: '金源烟酒店' }).click();
  await expect(manager.getByText(t('customerfiles:as_owner'))).toBeVisible();
  await manager.getByRole('button', { name: t('customerfiles:appoint') }).click();
  const appointing = manager.getByRole('dialog', { name: t('customerfiles:appoint') });
  await appointing.getByRole('combobox', { name: t('customerfiles:steward') }).click();
  await manager.locator('.ant-select-item-option:visible', { hasText: '孙客管' }).click();
  await look(manager, 'file-steward');
  await appointing.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(appointing).toBeHidden();
  await expect(manager.getByText(t('customerfiles:as_owner'))).toHaveCount(0);
  await expect(manager.getByRole('definition').filter({ hasText: '孙客管' })).toBeVisible();

  // The manager proposes a change, and decides.
  await manager.getByRole('button', { name: t('customerfiles:propose') }).click();
  const proposing = manager.getByRole('dialog');
  await box(proposing, 'customerfiles:should_be').fill('0551-65432100');
  await box(proposing, 'customerfiles:why').fill('来电说换号了');
  await look(manager, 'file-propose');
  await proposing.getByRole('button', { name: t('customerfiles:propose_yes') }).click();
  await expect(manager.getByText('来电说换号了')).toBeVisible();
  await manager.getByRole('button', { name: t('customerfiles:review'), exact: true }).click();
  const reviewing = manager.getByRole('dialog');
  await box(reviewing, 'customerfiles:reason').fill('扩建期间每周看一次');
  await look(manager, 'file-review');
  // Where it stands now that the dialog has opened.
  await reviewing.getByRole('radio', { name: t('customers:accounts.choices.review_result.watch') }).check();
  await reviewing.getByRole('button', { name: t('customerfiles:review_yes') }).click();
  await expect(manager.getByText('扩建期间每周看一次')).toBeVisible();
  await look(manager, 'file-reviewed');

  // The owner proposes, too, and may settle nothing: the steward accepts the one and declines the other with a reason.
  const asked = { field: 'address', value: '长江路2号', reason: '搬到隔壁了' };
  expect((await seller.request.post(`/api/v1/accounts/${id}/file/proposals`, { data: asked })).ok()).toBe(true);
  await seller.reload();
  await expect(seller.getByText('搬到隔壁了')).toBeVisible();
  await expect(seller.getByRole('button', { name: t('customerfiles:decline'), exact: true })).toHaveCount(0);
  await steward.goto(`/accounts/${id}?tab=file`);
  const line = (reason: string) => steward.getByRole('listitem').filter({ hasText: reason });
  await line('来电说换号了').getByRole('button', { name: t('customerfiles:accept'), exact: true }).click();
  await expect(line('来电说换号了').getByText(t('customerfiles:proposal.accepted'))).toBeVisible();
  await line('搬到隔壁了').getByRole('button', { name: t('customerfiles:decline'), exact: true }).click();
  const declining = steward.getByRole('dialog', { name: t('customerfiles:decline_title') });
  await declining.getByRole('button', { name: t('customerfiles:decline'), exact: true }).click();
  await expect(declining.getByRole('alert')).toHaveText(t('customerfiles:reason_required'));
  await box(declining, 'customerfiles:reason').fill('营业执照上还是1号');
  await look(steward, 'file-decline');
  await declining.getByRole('button', { name: t('customerfiles:decline'), exact: true }).click();
  await expect(line('搬到隔壁了').getByText(t('customerfiles:proposal.declined'))).toBeVisible();
  const { phone, address } = await (await seller.request.get(`/api/v1/accounts/${id}`)).json();
  expect({ phone, address }).toEqual({ phone: '0551-65432100', address: '长江路1号' });

  // The salesperson reads why, and prints the sheet.
  await seller.reload();
  await expect(seller.getByText(t('customerfiles:answered', { answer: '营业执照上还是1号' }))).toBeVisible();
  await seller.getByRole('link', { name: t('customerfiles:sheet') }).click();
  await expect(seller.getByRole('heading', { level: 1 })).toContainText('金源烟酒店');
  await expect(seller.getByText('孙客管')).toBeVisible();
  await look(seller, 'file-sheet');

  await page.goto('/settings/customer-survey');
  await expect(page.getByText(t('customerfiles:asked', { count: 25 }))).toBeVisible();
  await look(page, 'file-survey-settings');
});
