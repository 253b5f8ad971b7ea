import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

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
    await look(page, `import-mapping-${ending}`);

    await page.getByRole('button', { name: t('admin:import.next') }).click();
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

async function upload(page: Page, file: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: t('admin:import.drop') }).click();
  await (await choosing).setFiles(FIXTURES + file);
  await expect(page.getByRole('heading', { level: 1, name: file })).toBeVisible();
}

/** The row of the mapping for a column of the file. */
function guessed(page: Page, column: string) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: column, exact: true }) });
}

function numbered(key: string): RegExp {
  return new RegExp(t(key, { number: '@' }).replace('@', '[1-9][\\d,]*'));
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
