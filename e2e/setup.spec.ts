import { look } from './support/looks.ts';
import { go } from './support/pages.ts';
import { ADMIN, enterDemo, setUp, signIn } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('the first visit sets the workspace up and offers demo data or an import', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: t('staff:setup.title') })).toBeVisible();
  await look(page, 'setup');

  await setUp(page);
  const load = page.getByRole('button', { name: t('demo:load') });
  // The style of this page comes with it, whatever page was loaded before.
  await expect(load).toHaveCSS('display', 'flex');
  await expect(page.getByRole('button', { name: t('demo:import') })).toBeVisible();
  await look(page, 'first-steps');

  await page.getByRole('button', { name: t('demo:import') }).click();
  await expect(page).toHaveURL(/\/imports/);
});

test('an incomplete set-up says what is missing, and nothing is created', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel(t('staff:email')).fill('chen');
  await page.getByLabel(t('staff:password'), { exact: true }).fill('kurz');
  await page.getByLabel(t('staff:password_again')).fill('lang');
  await page.getByRole('button', { name: t('staff:setup.button') }).click();
  await expect(page.getByText(t('ui:invalid.email'))).toBeVisible();
  await expect(page.getByText(t('staff:password_differs'))).toBeVisible();
  await expect(page.getByLabel(t('staff:setup.workspace'))).toBeFocused();
  await page.reload();
  await expect(page.getByRole('heading', { name: t('staff:setup.title') })).toBeVisible();
});

test('demo data fill the lists, and signing in again finds them', async ({ page }) => {
  await enterDemo(page);
  await expect(page.getByText(t('customers:empty.title'))).toBeHidden();
  await look(page, 'customers-demo');

  if (isPhone()) await page.getByRole('navigation').getByRole('button', { name: t('app:more') }).click();
  await page.getByRole('button', { name: t('app:me', { name: ADMIN.name }) }).click();
  await page.getByRole('menuitem', { name: t('app:sign_out') }).click();
  await look(page, 'login');
  await signIn(page);
  // The day begins with what is due and with one's customers.
  await expect(page.getByRole('heading', { name: t('start:recent_all') })).toBeVisible();
  await expect(page.getByRole('heading', { name: t('start:silent_all') })).toBeVisible();
  await look(page, 'start');

  // What was loaded goes with one click, and what is said of it is what went.
  await page.getByRole('button', { name: t('demo:remove') }).click();
  await page.getByRole('dialog').getByRole('button', { name: t('demo:remove') }).click();
  await expect(page.getByText(/已清除 400 位客户/)).toBeVisible({ timeout: 180_000 });
  await go(page, 'customers:menu');
  await expect(page.getByText(t('customers:empty.title'))).toBeVisible();
});
