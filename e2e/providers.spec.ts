import { look } from './support/looks.ts';
import { box, choose } from './support/pages.ts';
import { enter } from './support/people.ts';
import { startProvider } from './support/provider.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('an administrator adds a company account, and a colleague signs in by it with the role of the group', async ({
  page,
  colleague,
  server,
}) => {
  const house = await startProvider(`${server.url}/api/v1/sign-in/return`);
  try {
    await enter(page);
    await page.goto('/settings/workspace');
    const section = page.getByRole('region', { name: t('staff:provider.title') });
    await section.getByRole('button', { name: t('staff:provider.new') }).click();
    const dialog = page.getByRole('dialog');
    await box(dialog, 'staff:identity-providers.fields.name').fill('集团账号');
    await box(dialog, 'staff:identity-providers.fields.issuer').fill(house.issuer);
    await box(dialog, 'staff:identity-providers.fields.client_id').fill('guanxi');
    await dialog.getByLabel(t('staff:provider.client_secret')).fill('a-secret-of-the-journey');
    await dialog.getByRole('button', { name: t('staff:provider.add_row') }).click();
    await box(dialog, 'staff:provider.group').fill('sales');
    await choose(page, dialog.getByRole('combobox', { name: t('staff:provider.role') }), t('staff:role.salesperson'));
    await look(page, 'provider');
    await dialog.getByRole('button', { name: t('ui:save') }).click();
    await expect(section.getByText('集团账号')).toBeVisible();

    // In no group: told why, in words.
    await colleague.goto('/login');
    const by = colleague.getByRole('button', { name: t('staff:provider.by', { name: '集团账号' }) });
    await expect(by).toBeVisible();
    await look(colleague, 'login-provider');
    await by.click();
    await colleague.getByPlaceholder('Enter any login').fill('anna');
    await colleague.getByPlaceholder('and password').fill('any');
    await colleague.getByRole('button', { name: 'Sign-in' }).click();
    await colleague.getByRole('button', { name: 'Continue' }).click();
    await expect(colleague.getByText(t('staff:provider.outcome.provider_no_role'))).toBeVisible();
    await look(colleague, 'login-refused');
    // The provider knows the browser by now, and asks nothing.
    house.groups = ['sales'];
    await by.click();
    await expect(colleague.getByText(t('start:due_none'))).toBeVisible();

    await section.getByRole('button', { name: t('staff:provider.attempts') }).click();
    await expect(dialog.getByText(t('staff:provider.outcome.signed_in'))).toBeVisible();
    await expect(dialog.getByText(t('staff:provider.outcome.provider_no_role'))).toBeVisible();
    await look(page, 'provider-attempts');
  } finally {
    await house.stop();
  }
});
