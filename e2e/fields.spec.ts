import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { box, choose } from './support/pages.ts';
import { ADMIN, enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

const AREA = t('fields:example.area');
const GRADE = t('fields:example.display');
const HOBBY = t('fields:example.hobby');
const NEW = t('fields:new_for', { list: t('customers:accounts.name') });
const SHOP = '金源烟酒店';

test('an administrator adds fields, and a salesperson fills them in, finds by them and takes them along', async ({ page, colleague }) => {
  await enter(page);
  await page.goto('/settings/fields');
  await look(page, 'fields-empty');
  await page.getByRole('button', { name: AREA }).click();
  const dialog = page.getByRole('dialog');
  await expect(box(dialog, 'fields:label')).toHaveValue(AREA);
  await look(page, 'field-example');
  await save(page);
  const row = (name: string) => page.locator('.field-list > li', { hasText: name });
  await expect(row(AREA)).toContainText(t('fields:decimals_of', { count: 1 }));
  await expect(row(AREA).getByText(t('fields:index.ready')), 'the index is made meanwhile').toBeVisible();

  await page.getByRole('button', { name: NEW }).click();
  await look(page, 'field-types');
  await dialog.getByRole('button', { name: t('fields:type.choice') }).click();
  await box(dialog, 'fields:label').fill(GRADE);
  const word = (number: number) => dialog.getByRole('textbox', { name: t('fields:choice.number', { number }) });
  await word(1).fill('A 级');
  await word(1).press('Enter');
  await expect(word(2)).toBeFocused();
  await word(2).fill('B 级');
  await word(3).fill('C 级');
  await dialog.getByRole('checkbox', { name: t('fields:required') }).check();
  await look(page, 'field-choice');
  await save(page);
  await expect(row(GRADE)).toContainText('A 级、B 级、C 级');
  for (const [label, kind] of MORE) await add(page, label, kind);
  await page.reload();
  await act(page, GRADE, t('fields:up', { field: GRADE }));
  await expect(page.locator('.field-list > li').first()).toContainText(GRADE);
  await expect(page.getByText(t('fields:moved', { field: GRADE, place: 1, total: MORE.length + 2 }))).toBeAttached();
  await act(page, '开瓶率', t('fields:remove_named', { name: '开瓶率' }));
  await page.getByRole('button', { name: t('ui:delete'), exact: true }).click();
  await expect(page.getByText(t('fields:removed_ones', { count: 1 }))).toBeVisible();
  await page.getByRole('button', { name: HOBBY }).click();
  await save(page);
  await expect(row(HOBBY)).toContainText('品茶');
  await reckon(page);
  await expect(row('平米保证金')).toContainText(`押金 / ${AREA}`);
  await expect(row('大单')).toContainText(t('fields:aggregate.count'));
  await look(page, 'fields');

  await hire(page, colleague);
  await sell(colleague);
});

test('what was added is changed, and told and compared wherever records are', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await enter(page);
  const words = ['A 级', 'B 级', 'C 级'].map((label) => ({ key: '', label }));
  await add(page, GRADE, { type: 'choice', choices: words });
  await add(page, AREA, { type: 'number', decimals: 1 });
  await page.goto('/settings/fields');
  await act(page, GRADE, t('ui:edit_field', { field: GRADE }));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: t('fields:choice.retire', { name: 'C 级' }) }).click();
  await choose(page, dialog.getByRole('combobox', { name: t('fields:default') }), 'B 级');
  await box(dialog, 'fields:label').fill('陈列评级');
  await look(page, 'field-edit-dark');
  await save(page);
  await expect(page.locator('.field-list > li').first()).toContainText('A 级、B 级');
  await look(page, 'fields-dark');
  await act(page, AREA, t('fields:remove_named', { name: AREA }));
  await look(page, 'field-remove-dark');
  await page.getByRole('button', { name: t('ui:delete'), exact: true }).click();
  await page.getByText(t('fields:removed_ones', { count: 1 })).click();
  const restore = page.getByRole('button', { name: t('fields:restore_named', { name: AREA }) });
  await restore.click();
  await expect(restore).toHaveCount(0);
  await expect(page.locator('.field-list > li')).toHaveCount(2);

  // A default stands in the form of a new record; a word that is retired is not offered.
  await page.goto('/accounts/new');
  const section = page.getByRole('region', { name: t('fields:section') });
  await expect(section.getByText('B 级')).toBeVisible();
  await section.getByRole('combobox', { name: '陈列评级' }).click();
  await expect(page.getByTitle('A 级', { exact: true })).toBeVisible();
  await expect(page.getByTitle('C 级', { exact: true })).toHaveCount(0);
  await page.keyboard.press('Escape');

  const one = await ask(page, 'POST', '/accounts', { name: SHOP, custom: { chenliedengji: 'a_ji', mendianmianji: 86.5 } });
  const other = await ask(page, 'POST', '/accounts?duplicates=allow', { name: `${SHOP}（老店）`, custom: { chenliedengji: 'b_ji' } });
  await page.goto(`/accounts/${one.id}/edit`);
  await section.getByRole('spinbutton', { name: AREA }).fill('90');
  await ask(page, 'PATCH', `/accounts/${one.id}`, { custom: { mendianmianji: 100 } }, Number(one.version));
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  const conflict = page.getByRole('dialog', { name: t('ui:conflict.title') });
  await expect(conflict.getByRole('row', { name: new RegExp(AREA) })).toContainText('100');
  await look(page, 'own-conflict-dark');
  await conflict.getByRole('button', { name: t('ui:conflict.save') }).click();
  await expect(page.getByRole('heading', { level: 1, name: SHOP })).toBeVisible();

  await page.goto(`/duplicates/merge?kind=account&kept=${one.id}&merged=${other.id}`);
  const grade = page.getByRole('radiogroup', { name: '陈列评级' });
  await grade.getByRole('radio', { name: 'B 级' }).check();
  await look(page, 'own-merge-dark');
  await page.goto('/audit');
  await expect(page.getByText('陈列评级').first()).toBeVisible();
  await expect(page.locator('.changed-fields', { hasText: AREA }).first()).toContainText('90');
  await look(page, 'own-audit-dark');

  await page.goto('/imports');
  const rows = ['客户名称,陈列评级,门店面积', '银海商行,很好,12.5', '玉泉酒行,a 级,大'];
  await page.setInputFiles('input[type=file]', { name: 'shops.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  const preview = page.getByRole('region', { name: t('admin:import.preview') });
  await expect(preview.getByRole('columnheader', { name: '陈列评级' })).toBeVisible();
  await expect(preview.getByRole('cell', { name: /很好/ })).toHaveClass(/bad/);
  await expect(preview.getByRole('cell', { name: /^大/ })).toHaveClass(/bad/);
  await look(page, 'own-import-dark');
});

/** Adds a formula and a roll-up. */
async function reckon(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: NEW }).click();
  await dialog.getByRole('button', { name: t('fields:type.formula') }).click();
  await box(dialog, 'fields:label').fill('平米保证金');
  const formula = box(dialog, 'fields:type.formula');
  await formula.fill('押金 / ');
  // This one keeps nothing chosen.
  await dialog.getByRole('combobox', { name: t('fields:formula.put_field') }).click();
  await page.getByTitle(AREA, { exact: true }).last().click();
  await expect(formula).toHaveValue(`押金 / ${AREA}`);
  await choose(page, dialog.getByRole('combobox', { name: t('fields:formula.gives') }), t('fields:type.money'));
  await look(page, 'field-formula');
  await save(page);

  await page.getByRole('button', { name: NEW }).click();
  await dialog.getByRole('button', { name: t('fields:type.roll_up') }).click();
  await box(dialog, 'fields:label').fill('大单');
  await choose(page, dialog.getByRole('combobox', { name: t('fields:roll_up.of') }), t('orders:orders.name'));
  await look(page, 'field-roll-up');
  await save(page);
}

/** What a salesperson does with fields that somebody else has added. */
async function sell(page: Page): Promise<void> {
  await page.goto('/accounts/new');
  await box(page, 'customers:accounts.fields.name').fill(SHOP);
  const section = page.getByRole('region', { name: t('fields:section') });
  await section.getByRole('spinbutton', { name: AREA }).fill('大');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(section.getByText(t('fields:not_a_number'))).toBeVisible();
  await expect(section.getByText(t('ui:required'))).toBeVisible();
  await expect(section.getByRole('combobox', { name: GRADE }), 'the first that is wrong').toBeFocused();
  await look(page, 'account-fields-wrong');
  await section.getByRole('spinbutton', { name: AREA }).fill('86.5');
  await choose(page, section.getByRole('combobox', { name: GRADE }), 'B 级');
  await section.getByRole('textbox', { name: '网店' }).fill('shop.example.com/jinyuan');
  await section.getByRole('textbox', { name: '合同到期日' }).fill('2027-03-01');
  await section.getByRole('textbox', { name: '合同到期日' }).press('Enter');
  const points = section.getByRole('combobox', { name: '主推卖点' });
  await choose(page, points, '送礼');
  await choose(page, points, '宴席');
  await page.keyboard.press('Escape');
  await look(page, 'account-fields');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: SHOP })).toBeVisible();

  await page.getByRole('tab', { name: t('customers:tab.facts') }).click();
  await expect(section.getByText('86.5')).toBeVisible();
  await expect(section.getByText('大单')).toBeVisible();
  await expect(section.getByRole('link', { name: 'shop.example.com/jinyuan' })).toHaveAttribute('href', 'https://shop.example.com/jinyuan');
  await expect(section.getByText('督导')).toHaveCount(0);
  await section.getByRole('button', { name: /^显示/ }).click();
  await section.getByRole('button', { name: t('ui:edit_field', { field: '押金' }) }).click();
  await section.getByRole('textbox', { name: '押金' }).or(section.getByRole('spinbutton', { name: '押金' })).fill('3500');
  await page.keyboard.press('Enter');
  await expect(page.getByText(t('ui:list.changed', { field: '押金' }))).toBeVisible();
  // All of it at once: what is scrolled half behind the tabs is too small to be pressed.
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  if (isPhone()) await page.setViewportSize({ width, height: 4200 });
  await look(page, 'account-own-facts');
  await page.setViewportSize({ width, height });
  const history = page.getByRole('region', { name: t('ui:history.title') });
  await expect(history.getByText('押金')).toBeVisible();
  await expect(history.getByText('¥3,500.00')).toBeVisible();
  await expect(section.getByText('¥40.46'), 'reckoned anew').toBeVisible();

  const columns = 'name,custom.mendianmianji,custom.chenliedengji,custom.wangdian,custom.zhutuimaidian,custom.yajin';
  const filter = { all: [{ field: 'custom.chenliedengji', op: 'in', value: ['b_ji'] }] };
  const list = `/accounts?columns=${encodeURIComponent(JSON.stringify(columns))}&filter=${encodeURIComponent(JSON.stringify(filter))}&sort=-custom.mendianmianji`;
  await page.goto(list);
  const grid = page.getByRole('grid', { name: t('customers:menu') });
  await expect(grid.getByText(SHOP)).toBeVisible();
  await look(page, 'own-columns');
  await page.goto('/contacts/new');
  await box(page, 'contacts:contacts.fields.name').fill('赵敏');
  await choose(page, section.getByRole('combobox', { name: HOBBY }), '品茶');
  await page.keyboard.press('Escape');
  await look(page, 'contact-fields');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '赵敏' })).toBeVisible();
  await expect(section.getByText('品茶')).toBeVisible();
  await look(page, 'contact-own-facts');
  if (isPhone()) return;

  await page.goto(list);
  await expect(grid.getByRole('columnheader', { name: AREA })).toHaveAttribute('aria-sort', 'descending');
  await expect(grid.getByText('送礼')).toBeVisible();
  await page.getByRole('button', { name: t('ui:filter.more_on', { count: 1 }) }).click();
  await expect(page.locator('.condition')).toContainText('B 级');
  await look(page, 'own-filter');
  await page.keyboard.press('Escape');
  const cell = grid.getByRole('gridcell', { name: 'B 级' });
  await cell.dblclick();
  await page.getByTitle('A 级', { exact: true }).last().click();
  await expect(page.getByText(t('ui:list.changed', { field: GRADE }))).toBeVisible();
  await expect(grid.getByText(SHOP), 'it fits the filter no longer').toHaveCount(0);
  await page.locator('.filter-bar').getByRole('button', { name: t('ui:filter.clear') }).click();
  await expect(grid.getByText('A 级')).toBeVisible();

  await page.getByRole('button', { name: t('ui:export.button') }).click();
  await page.getByRole('menuitem', { name: t('ui:export.csv') }).click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('region', { name: t('ui:job.tray') }).getByRole('link', { name: t('ui:download') }).click();
  const file = await readFile(await (await waiting).path(), 'utf8');
  expect(file).toContain(AREA);
  expect(file).toContain('A 级');
  expect(file).toContain('86.5');
}

/** Fields of other kinds, added as a program would. */
const MORE: [string, Record<string, unknown>][] = [
  ['合同到期日', { type: 'date' }],
  ['网店', { type: 'url' }],
  ['押金', { type: 'money' }],
  [
    '主推卖点',
    {
      type: 'choices',
      choices: ['送礼', '宴席', '收藏'].map((label) => ({ key: '', label })),
    },
  ],
  ['督导', { type: 'reference', to: 'user' }],
  ['临街', { type: 'boolean' }],
  ['陈列要求', { type: 'long_text' }],
  ['开瓶率', { type: 'number', decimals: 2 }],
];

/** Asks the server as a program of the person would who is signed in on the page. */
async function ask(page: Page, method: string, path: string, body: unknown, version?: number): Promise<Record<string, string>> {
  const [status, answer] = await page.evaluate(
    async (sent) => {
      const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
      if (sent.version) headers['If-Match'] = `"${sent.version}"`;
      const response = await fetch(`/api/v1${sent.path}`, { method: sent.method, headers, body: JSON.stringify(sent.body) });
      return [response.status, await response.json()] as const;
    },
    { method, path, body, version },
  );
  expect(status, `${path} ${JSON.stringify(answer)}`).toBeLessThan(300);
  return answer;
}

async function add(page: Page, label: string, kind: Record<string, unknown>): Promise<void> {
  await ask(page, 'POST', '/custom-fields', { list: 'accounts', label, kind });
}

/** Does something to a field of the list: by a button beside it, on a phone by its menu. */
async function act(page: Page, field: string, action: string): Promise<void> {
  if (isPhone()) {
    await page.getByRole('button', { name: t('fields:actions', { name: field }) }).click();
    await page.getByRole('menuitem', { name: action }).click();
  } else await page.getByRole('button', { name: action }).click();
}

async function save(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Lets a salesperson in. */
async function hire(page: Page, colleague: Page): Promise<void> {
  await page.goto('/users');
  await page.getByRole('button', { name: t('staff:invite.button') }).click();
  const dialog = page.getByRole('dialog');
  await box(dialog, 'staff:name').fill('李娜');
  await box(dialog, 'staff:email').fill('li@example.com');
  await choose(page, dialog.getByRole('combobox', { name: t('staff:users.fields.roles') }), t('staff:role.salesperson'));
  // The list of choices lies over the button until one goes elsewhere.
  await box(dialog, 'staff:name').click();
  await dialog.getByRole('button', { name: t('staff:invite.make') }).click();
  await colleague.goto(await page.getByRole('textbox', { name: t('staff:invite.link') }).inputValue());
  await colleague.getByLabel(t('staff:password'), { exact: true }).fill(ADMIN.password);
  await colleague.getByLabel(t('staff:password_again')).fill(ADMIN.password);
  await colleague.getByRole('button', { name: t('staff:invitation.button') }).click();
  await expect(colleague.getByText(t('start:due_none'))).toBeVisible();
  await colleague.goto('/settings');
  await expect(colleague.getByRole('link', { name: t('staff:settings.profile') })).toBeVisible();
  await expect(colleague.getByRole('link', { name: t('fields:menu') }), 'fields are not theirs to add').toHaveCount(0);
}
