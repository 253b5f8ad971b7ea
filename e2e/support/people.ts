import { expect, type Page } from '@playwright/test';
import { go } from './pages.ts';
import { t } from './texts.ts';

export const ADMIN = {
  workspace: '黔山酒业',
  name: '陈思远',
  email: 'chen@example.com',
  password: 'tea-kettle-7-bridges',
};

/** Fills the page of the first visit and creates the workspace. Ends at the offer of demo data or an import. */
export async function setUp(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: t('staff:setup.title') })).toBeVisible();
  await page.getByLabel(t('staff:setup.workspace')).fill(ADMIN.workspace);
  await page.getByLabel(t('staff:name'), { exact: true }).fill(ADMIN.name);
  await page.getByLabel(t('staff:email')).fill(ADMIN.email);
  await page.getByLabel(t('staff:password'), { exact: true }).fill(ADMIN.password);
  await page.getByLabel(t('staff:password_again')).fill(ADMIN.password);
  await page.getByRole('radio', { name: t('staff:trade.liquor_maker') }).check();
  await page.getByRole('button', { name: t('staff:setup.button') }).click();
  await expect(page.getByRole('heading', { name: t('staff:start.title') })).toBeVisible();
}

/** Sets the workspace up and goes straight in, to the empty list of customers. */
export async function enter(page: Page): Promise<void> {
  await setUp(page);
  await page.getByRole('link', { name: t('staff:start.skip') }).click();
  await expect(page.getByRole('heading', { name: t('demo:first') })).toBeVisible();
  await go(page, 'customers:menu');
}

/** Sets the workspace up and goes in with demo data. */
export async function enterDemo(page: Page): Promise<void> {
  await setUp(page);
  await page.getByRole('button', { name: t('demo:load') }).click();
  // Thousands of rows by a program without optimisation.
  await expect(page.getByText(t('demo:note'))).toBeVisible({ timeout: 180_000 });
  await go(page, 'customers:menu');
  await expect(page.getByRole('grid', { name: t('customers:menu') })).toHaveAttribute('aria-busy', 'false');
}

/** Signs in on the page that is shown to those who are not. */
export async function signIn(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: t('staff:login.title') })).toBeVisible();
  await page.getByLabel(t('staff:email')).fill(ADMIN.email);
  await page.getByLabel(t('staff:password'), { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: t('staff:login.button'), exact: true }).click();
}
