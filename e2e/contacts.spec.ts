import { look } from './support/looks.ts';
import { addAccount, box, choose, find, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('a person is written down with a lunar birthday, found by initials and last digits, and stands at the customer', async ({ page }) => {
  await enter(page);
  await addAccount(page, '金源烟酒店', 'tobacco_liquor_shop');
  await go(page, 'contacts:menu');
  await look(page, 'contacts-empty');
  await page.getByRole('link', { name: t('contacts:new') }).first().click();

  await box(page, 'contacts:contacts.fields.name').fill('王晓梅');
  await box(page, 'contacts:contacts.fields.mobile').fill('12345');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(box(page, 'contacts:contacts.fields.mobile')).toHaveAccessibleDescription(t('ui:invalid.phone'));
  await box(page, 'contacts:contacts.fields.mobile').fill('＋86 139-0055-4321');

  const birthday = page.getByRole('group', { name: t('contacts:contacts.fields.birthday') });
  await choose(page, birthday.getByLabel(t('contacts:birthday.calendar')), t('contacts:birthday.lunar'));
  await expect(birthday.getByTitle(t('contacts:birthday.lunar'), { exact: true })).toBeVisible();
  await birthday.getByLabel(t('contacts:birthday.month_label')).fill('8');
  await birthday.getByLabel(t('contacts:birthday.day_label')).fill('15');

  await page.getByRole('button', { name: t('contacts:place_add') }).click();
  const account = page.getByRole('combobox', { name: t('contacts:contacts.fields.account') });
  await account.click();
  await account.fill('jyyjd');
  await page.getByTitle('金源烟酒店', { exact: true }).last().click();
  await look(page, 'contact-new');
  await page.getByRole('button', { name: t('ui:save'), exact: true }).click();

  await expect(page.getByRole('heading', { level: 1, name: '王晓梅' })).toBeVisible();
  await expect(page.getByText(t('contacts:birthday.lunar')).first()).toBeVisible();
  await expect(page.getByText('13900554321').first()).toBeVisible();
  const call = t(isPhone() ? 'interactions:thumb.call' : 'contacts:call_short');
  await expect(page.getByRole('link', { name: call, exact: true })).toHaveAttribute('href', 'tel:13900554321');
  await look(page, 'contact');

  await go(page, 'contacts:menu');
  await find(page, 'wxm', '王晓梅');
  await go(page, 'contacts:menu');
  await find(page, '4321', '王晓梅');
  await page.getByRole('link', { name: '金源烟酒店' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: '金源烟酒店' })).toBeVisible();
  if (isPhone()) await page.getByRole('tab', { name: t('customers:tab.contacts') }).click();
  await expect(page.getByText('王晓梅').first()).toBeVisible();
});

test('people who were deleted come back from the trash, many at once', async ({ page }) => {
  await enter(page);
  for (const name of ['王晓梅', '李建国']) {
    const answer = await page.request.post('/api/v1/contacts', { data: { name } });
    expect(answer.status()).toBe(201);
  }
  await go(page, 'contacts:menu');
  const bar = page.getByRole('toolbar', { name: t('ui:bulk.label') });
  const tick = async () => {
    if (isPhone()) await page.getByRole('button', { name: t('ui:list.pick') }).click();
    for (const name of ['王晓梅', '李建国']) {
      // A thumb presses the card; nobody aims at the box.
      if (isPhone()) await page.getByRole('row').getByText(name).click();
      else await page.getByRole('checkbox', { name: t('ui:list.tick', { name }) }).click();
    }
    await expect(bar.getByRole('status')).toHaveText(t('ui:bulk.some', { count: 2 }));
  };
  await tick();
  await bar.getByRole('button', { name: t('ui:delete') }).click();
  await page.getByRole('dialog').getByRole('button', { name: t('ui:delete') }).click();
  await expect(page.getByText(t('contacts:empty'))).toBeVisible({ timeout: 60_000 });

  await page.getByRole('link', { name: t('ui:trash.title') }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('ui:trash.title') })).toBeVisible();
  await tick();
  await look(page, 'contacts-trash');
  await bar.getByRole('button', { name: t('ui:trash.restore') }).click();
  await expect(page.getByText(t('ui:trash.none'))).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: t('contacts:trash.back') }).click();
  await expect(page.getByText('王晓梅').first()).toBeVisible();
  await expect(page.getByText('李建国').first()).toBeVisible();
});
