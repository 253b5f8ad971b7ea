import { action, addAccount, box, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('what is typed before the palette has arrived is not lost, and leads to a page of the settings', async ({ page }) => {
  test.skip(isPhone(), 'a phone has no shortcuts');
  await enter(page);
  await go(page, 'customers:menu');
  await page.route('**/Palette-*.js', async (route) => {
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  });
  await page.reload();
  await expect(page.getByRole('link', { name: t('customers:new') }).first()).toBeVisible();
  await page.keyboard.press('Control+k');
  // The first letter alone would open the form of a new customer, and `g a` another list.
  await page.keyboard.type('canga', { delay: 5 });
  await expect(page.getByRole('textbox', { name: t('app:search') })).toHaveValue('canga');
  const palette = page.getByRole('combobox', { name: t('app:search') });
  await expect(palette).toHaveValue('canga');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('nshu');
  await expect(palette).toHaveValue('canshu');
  await page.getByRole('option', { name: t('admin:menu_parameters') }).click();
  await expect(page).toHaveURL(/\/parameters$/);
  const menu = page.getByRole('navigation', { name: t('app:menu') });
  await expect(menu.getByRole('link', { name: t('staff:menu') })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Control+k');
  await palette.fill('hsz');
  await page.getByRole('option', { name: t('customers:menu_trash') }).click();
  await expect(page).toHaveURL(/\/accounts\/trash$/);
});

test('Back closes what stands over a page, asks before it drops what was typed, and the page stays', async ({ page }) => {
  await enter(page);
  await addAccount(page, '金源烟酒店', 'tobacco_liquor_shop');
  const here = page.url();
  const open = action(page, 'log');
  const log = page.getByRole('dialog', { name: new RegExp(t('interactions:log.title')) });
  await open.click();
  await expect(log).toBeVisible();
  await page.goBack();
  await expect(log).toBeHidden();
  await expect(page).toHaveURL(here);

  await open.click();
  await box(log, 'interactions:interactions.fields.body').fill('王老板想先试两箱');
  const ask = page.getByRole('dialog', { name: t('ui:form.leave_title') });
  await page.goBack();
  await expect(ask).toBeVisible();
  await page.goBack();
  await expect(ask).toBeHidden();
  await expect(box(log, 'interactions:interactions.fields.body')).toHaveValue('王老板想先试两箱');
  await page.goBack();
  await ask.getByRole('button', { name: t('ui:form.leave') }).click();
  await expect(log).toBeHidden();
  await expect(page).toHaveURL(here);

  const searched = page.getByRole('combobox', { name: t('app:search') });
  if (isPhone()) await page.getByRole('button', { name: t('app:search_short'), exact: true }).click();
  else await page.keyboard.press('Control+k');
  await expect(searched).toBeVisible();
  await page.goBack();
  await expect(searched).toBeHidden();
  const menu = page.getByRole('navigation', { name: t('app:menu') });
  if (isPhone()) await menu.getByRole('button', { name: t('app:more') }).click();
  else await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page).toHaveURL(here);

  await page.goBack();
  await expect(page).not.toHaveURL(here);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
