import { look } from './support/looks.ts';
import { enter } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('an administrator makes a backup, rehearses its restore and sees who failed to sign in', async ({ page }) => {
  await enter(page);
  await page.request.post('/api/v1/sessions', {
    data: { email: 'nobody@example.com', password: 'wrong-wrong-wrong' },
  });
  await page.goto('/settings/health');
  const backups = page.getByRole('region', { name: t('health:backups') });
  await expect(backups.getByText(t('health:none_yet'))).toBeVisible();
  await look(page, 'health');

  await backups.getByRole('button', { name: t('health:back_up') }).click();
  await expect(backups.getByRole('table')).toBeVisible();
  const rehearse = backups.getByRole('button', { name: t('health:rehearse') });
  await expect(rehearse).toBeEnabled();
  await rehearse.click();
  await expect(backups.getByText(t('health:went_well'), { exact: true })).toHaveCount(2);

  const refused = page.getByRole('region', { name: t('health:refused') });
  await expect(refused.getByText(t('health:unknown_user'))).toBeVisible();
  await look(page, 'health-rehearsed');
});
