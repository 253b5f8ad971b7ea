import { type APIRequestContext, expect, type Page } from '@playwright/test';
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

/**
 * Lets a colleague with a role that every workspace has in, at a desk of theirs, without looking at the screens for it.
 * Answers who that is.
 */
export async function hire(page: Page, desk: APIRequestContext, person: { name: string; email: string }, role = 'salesperson'): Promise<string> {
  const roles: { id: string; key: string }[] = await (await page.request.get('/api/v1/roles')).json();
  const units: { id: string }[] = await (await page.request.get('/api/v1/org-units')).json();
  const given = roles.filter(({ key }) => key === role).map(({ id }) => id);
  const made = await page.request.post('/api/v1/invitations', { data: { ...person, roles: given, org_unit_id: units[0]?.id } });
  const secret = (await made.json()).link.split('/').pop();
  const accepted = await desk.post(`/api/v1/invited/${secret}/accept`, { data: { name: person.name, password: ADMIN.password } });
  expect(accepted.ok(), await accepted.text()).toBe(true);
  return (await (await desk.get('/api/v1/me')).json()).user.id;
}

/** Signs in on the page that is shown to those who are not. */
export async function signIn(page: Page, email = ADMIN.email): Promise<void> {
  await expect(page.getByRole('heading', { name: t('staff:login.title') })).toBeVisible();
  await page.getByLabel(t('staff:email')).fill(email);
  await page.getByLabel(t('staff:password'), { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: t('staff:login.button'), exact: true }).click();
}
