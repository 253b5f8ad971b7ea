import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { find, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

/** Rows of the web shop that are imported through the browser. */
const SOME = 3000;
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));

for (const ending of ['csv', 'xlsx']) {
  test(`a messy ${ending} file is imported, and what was refused comes back with reasons`, async ({ page }) => {
    await enter(page);
    await go(page, 'admin:menu');
    await look(page, 'imports');
    await upload(page, `messy-accounts.${ending}`);

    // The name stands below a title line, in another encoding; still it is found.
    await expect(guessed(page, '客户名称')).toContainText(t('customers:accounts.fields.name'));
    await expect(guessed(page, '渠道类型')).toContainText(t('customers:accounts.fields.channel_kind'));
    await expect(guessed(page, '统一社会信用代码')).toContainText(t('customers:accounts.fields.credit_code'));
    const preview = page.getByRole('region', { name: t('admin:import.preview') });
    await expect(preview.getByText('杭州云栖坊商行')).toBeVisible();
    await expect(page.getByText(numbered('admin:import.problem_rows'))).toBeVisible();
    const tops = await page.locator('.import-steps > li').evaluateAll((all) => all.map((step) => step.getBoundingClientRect().top));
    expect(new Set(tops).size, 'the steps stand in one line').toBe(1);
    await look(page, `import-mapping-${ending}`);

    await page.getByRole('button', { name: t('admin:import.next') }).click();
    // Some of the shops have no credit code, by which rows are recognised at first.
    const field = t('customers:accounts.fields.credit_code');
    await expect(page.getByText(numbered('admin:import.keyless.upsert', { field }))).toBeVisible();
    await page.getByRole('button', { name: t('admin:import.mode_name.create') }).click();
    await look(page, `import-start-${ending}`);
    await page.getByRole('button', { name: t('admin:import.try') }).click();
    await expect(page.getByText(t('admin:import.tried_text'))).toBeVisible();
    const tried = await counts(page);
    expect(tried.created).toBeGreaterThan(100);

    await page.getByRole('button', { name: t('admin:import.go_on') }).click();
    await page.getByRole('button', { name: t('admin:import.start') }).click();
    await expect(page.getByRole('link', { name: t('admin:import.show', { what: t('customers:accounts.name') }) })).toBeVisible();
    const done = await counts(page);
    expect(done, 'the trial said what happened').toEqual(tried);
    expect(done.rejected).toBeGreaterThan(0);
    await look(page, `import-result-${ending}`);

    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: t('admin:import.rejected') }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
    const workbook = await readFile(await download.path());
    expect(workbook.subarray(0, 2).toString(), 'a workbook is a zip').toBe('PK');

    await page.getByRole('link', { name: t('admin:import.show', { what: t('customers:accounts.name') }) }).click();
    await expect(page.getByRole('button', { name: /^共 / })).toHaveText(
      t('ui:list.count', { total: done.created.toLocaleString('zh-CN') }),
    );
  });
}

test('the people of a messy list are imported with the customers they stand at', async ({ page }) => {
  await enter(page);
  await go(page, 'admin:menu');
  await what(page, 'contacts:contacts.name');
  await upload(page, 'messy-accounts.csv');
  await expect(guessed(page, '联系人')).toContainText(t('contacts:contacts.fields.name'));
  await expect(guessed(page, '手机号码')).toContainText(t('contacts:contacts.fields.mobile'));
  await look(page, 'import-contacts-mapping');
  await page.getByRole('button', { name: t('admin:import.next') }).click();
  await expect(page.getByRole('checkbox', { name: t('admin:import.make_missing') })).toBeChecked();
  await look(page, 'import-contacts-start');
  await page.getByRole('button', { name: t('admin:import.start') }).click();
  const show = page.getByRole('link', { name: t('admin:import.show', { what: t('contacts:contacts.name') }) });
  await expect(show).toBeVisible();
  const done = await counts(page);
  expect(done.created).toBeGreaterThan(100);
  await look(page, 'import-contacts-result');

  await show.click();
  const total = page.getByRole('button', { name: /^共 / });
  await expect(total).toHaveText(t('ui:list.count', { total: done.created.toLocaleString('zh-CN') }));
  await look(page, 'contacts-imported');
  await go(page, 'customers:menu');
  await find(page, '云栖坊', '杭州云栖坊商行');
  if (isPhone()) await page.getByRole('tab', { name: t('contacts:menu') }).click();
  await expect(page.getByText('赵 安').first()).toBeVisible();
});

test('the purchases of a web shop are imported as they are, and make customers with their sales', async ({ page }) => {
  // The first of 69,659: what is to be seen is seen of some, and all of them are a test of the server.
  const whole = await readFile(new URL('../crates/clv/tests/data/cdnow_transactions.csv', import.meta.url), 'utf8');
  const lines = whole.split('\n').slice(0, SOME + 1);
  const customers = new Set(lines.slice(1).map((line) => line.split(',')[0]));
  await enter(page);
  await go(page, 'admin:menu');
  await what(page, 'orders:orders.name');
  await upload(page, { name: 'cdnow.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
  await expect(guessed(page, 'customer_id')).toContainText(t('orders:orders.fields.account'));
  await page.getByRole('button', { name: t('admin:import.next') }).click();
  await page.getByRole('button', { name: t('admin:import.start') }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.getByRole('link', { name: t('admin:import.show', { what: t('orders:orders.name') }) })).toBeVisible();
  expect(await counts(page)).toEqual({ created: SOME, rejected: 0 });
  await look(page, 'import-cdnow-result');
  await go(page, 'customers:menu');
  const total = customers.size.toLocaleString('zh-CN');
  await expect(page.getByRole('button', { name: /^共 / })).toHaveText(t('ui:list.count', { total }));
  await look(page, 'customers-cdnow');
});

test('an export of another program is recognised, imported, looked over and undone', async ({ page }) => {
  const companies = [
    'Record ID,Company name,Company owner,Create Date,Phone Number,City,Industry,Website URL',
    '9001,Bluebay Trading,Nobody Here,2024-02-01 09:30,0551-62345678,合肥市,RETAIL,bluebay.example.com',
    '9002,Harbour Supply,,2023-11-12 14:00,,芜湖市,,',
    '9003,Kestrel Sports,,2025-05-20 08:00,,,,',
  ];
  await enter(page);
  await go(page, 'admin:menu');
  // A template of one's own trade, or of another.
  const waiting = page.waitForEvent('download');
  const template = page.getByRole('region', { name: t('admin:import.template') });
  await template.getByRole('link').first().click();
  expect((await waiting).suggestedFilename()).toMatch(/\.xlsx$/);
  await upload(page, { name: 'hubspot.csv', mimeType: 'text/csv', buffer: Buffer.from(companies.join('\n')) });
  const program = t('admin:import.program.hubspot');
  await expect(page.getByText(t('admin:import.of_program', { program, what: t('customers:accounts.name') }))).toBeVisible();
  await expect(page.getByText(t('admin:import.originals'))).toBeVisible();
  await look(page, 'import-hubspot');
  await page.getByRole('button', { name: t('admin:import.next') }).click();
  await page.getByRole('button', { name: t('admin:import.start') }).click();
  await expect(page.getByRole('link', { name: t('admin:import.show', { what: t('customers:accounts.name') }) })).toBeVisible();
  expect(await counts(page)).toEqual({ created: 3, rejected: 0 });
  await look(page, 'import-undo');
  // Somebody has worked with one of them meanwhile.
  const found = await (await page.request.get('/api/v1/accounts?limit=10')).json();
  const kestrel = found.items.find((item: { name: string }) => item.name === 'Kestrel Sports');
  const place = `/api/v1/accounts/${kestrel.id}`;
  const headers = { 'if-match': '"1"' };
  expect((await page.request.patch(place, { data: { region: '马鞍山市' }, headers })).ok()).toBe(true);
  await page.getByRole('button', { name: t('undo:try') }).click();
  const undo = page.getByRole('region', { name: t('undo:title') });
  await expect(undo.getByRole('button', { name: t('undo:do') })).toBeVisible();
  await look(page, 'import-undo-tried');
  await undo.getByRole('button', { name: t('undo:do') }).click();
  await expect(page.getByRole('heading', { name: t('undo:done') })).toBeVisible();
  await expect(page.getByText(t('undo:left_reason', { why: t('undo:why.changed_since'), number: '1' }))).toBeVisible();
  const left = page.waitForEvent('download');
  await page.getByRole('link', { name: t('undo:left_download') }).click();
  expect((await left).suggestedFilename()).toMatch(/\.xlsx$/);
  await look(page, 'import-undone');
  await go(page, 'customers:menu');
  await expect(page.getByRole('button', { name: /^共 / })).toHaveText(t('ui:list.count', { total: '1' }));
});

/** Says what the rows of the file are. */
async function what(page: Page, list: string): Promise<void> {
  const kinds = page.getByRole('group', { name: t('admin:import.kind') });
  await kinds.getByRole('button', { name: t(list), exact: true }).click();
}

type File = string | { name: string; mimeType: string; buffer: Buffer };

async function upload(page: Page, file: File): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: t('admin:import.drop') }).click();
  await (await choosing).setFiles(typeof file === 'string' ? FIXTURES + file : file);
  await expect(page.getByRole('heading', { level: 1, name: typeof file === 'string' ? file : file.name })).toBeVisible();
}

/** The row of the mapping for a column of the file. */
function guessed(page: Page, column: string) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: column, exact: true }) });
}

/** A text that says so many of the rows that were looked through. */
function numbered(key: string, values: Record<string, string> = {}): RegExp {
  return new RegExp(t(key, { ...values, number: '@', checked: '@' }).replaceAll('@', '[1-9][\\d,]*'));
}

async function counts(page: Page): Promise<{ created: number; rejected: number }> {
  const of = async (key: string) => {
    const term = page.getByRole('term').filter({ hasText: t(`admin:import.count.${key}`) });
    const text = await page.locator('dl > div', { has: term }).getByRole('definition').textContent();
    return Number(text?.replaceAll(',', ''));
  };
  await expect(page.getByRole('term').first()).toBeVisible();
  return { created: await of('created'), rejected: await of('rejected') };
}
