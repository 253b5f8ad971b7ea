import { look } from './support/looks.ts';
import { box, choose } from './support/pages.ts';
import { ADMIN, enter } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

const FIELD = (key: string) => t(`customers:accounts.fields.${key}`);
const SHOP = t('customers:accounts.choices.channel_kind.tobacco_liquor_shop');

test('an administrator lays the form of one kind of customer out, and others stay as they are', async ({ page }) => {
  await enter(page);
  await page.goto('/settings/layouts');
  const more = (key: string) => page.getByRole('button', { name: t('layouts:actions', { field: FIELD(key) }) });
  await expect(more('name')).toBeVisible();
  await look(page, 'layouts');
  await choose(page, page.getByRole('combobox', { name: t('layouts:for') }), SHOP);
  const put = async (key: string, label: string) => {
    await more(key).click();
    await page.getByRole('menuitem', { name: label, exact: true }).click();
  };
  await put('credit_code', t('layouts:hide'));
  await put('website', t('layouts:hide'));
  await put('owner', t('layouts:hide'));
  await put('channel_kind', t('layouts:hide'));
  await put('market_position', t('layouts:put', { title: t('customers:section.basics') }));
  // Over the edge of its section, by the keys, which stay with the field.
  await more('remark').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(more('remark')).toBeFocused();
  const classification = page.getByRole('region', { name: t('customers:section.classification') });
  await expect(classification).toContainText(FIELD('remark'));
  const titles = page.getByRole('textbox', { name: t('layouts:title') });
  await titles.first().fill('');
  await expect(page.getByRole('button', { name: t('ui:save'), exact: true })).toBeDisabled();
  await titles.first().fill('门店');
  await look(page, 'layout-of-kind');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByText(t('ui:saved'), { exact: true })).toBeVisible();

  await page.goto('/accounts/new');
  await expect(page.getByRole('heading', { name: t('customers:section.basics') })).toBeVisible();
  await expect(box(page, 'customers:accounts.fields.credit_code')).toBeVisible();
  await box(page, 'customers:accounts.fields.name').fill('金源烟酒店');
  await choose(page, page.getByRole('combobox', { name: FIELD('channel_kind') }), SHOP);
  await expect(page.getByRole('heading', { name: '门店' })).toBeVisible();
  await expect(box(page, 'customers:accounts.fields.credit_code')).toHaveCount(0);
  // What decides the layout can be chosen otherwise.
  const rest = page.getByRole('region', { name: t('ui:other_fields') });
  await expect(rest.getByText(SHOP, { exact: true })).toBeVisible();
  await expect(box(page, 'customers:accounts.fields.name')).toHaveValue('金源烟酒店');
  await look(page, 'layout-form');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await page.getByRole('tab', { name: t('customers:tab.facts') }).click();
  await expect(page.getByRole('heading', { name: '门店' })).toBeVisible();
  // What the form did not show is what it began with.
  await expect(rest.getByText(ADMIN.name)).toBeVisible();
  await look(page, 'layout-facts');

  await page.goto('/settings/layouts');
  await choose(
    page,
    page.getByRole('combobox', { name: t('layouts:for') }),
    t('layouts:own', { name: SHOP }),
  );
  await page.getByRole('button', { name: t('layouts:forget') }).click();
  await page.getByRole('dialog').getByRole('button', { name: t('layouts:forget') }).click();
  await expect(titles.first()).toHaveValue(t('customers:section.basics'));
});
