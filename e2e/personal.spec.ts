import { readFile } from 'node:fs/promises';
import { look } from './support/looks.ts';
import { box, choose } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('a sensitive fact waits for consent, is told for a reason, and a person is taken out and erased', async ({ page }) => {
  await enter(page);
  const answer = await page.request.post('/api/v1/contacts', { data: { name: '王芳芳', mobile: '13912345678' } });
  const { id } = await answer.json();
  await page.goto(`/contacts/${id}`);
  const facts = page.getByRole('region', { name: t('personal:facts'), exact: true });
  await expect(facts.getByText(t('personal:facts_none'))).toBeVisible();
  await look(page, 'personal-none');

  // Of a sensitive kind the form says what is missing, and leads there.
  await facts.getByRole('button', { name: t('personal:add_fact') }).click();
  const noting = page.getByRole('dialog', { name: t('personal:fact_title') });
  await choose(page, noting.getByRole('combobox', { name: t('personal:fact_kind') }), t('personal:kind.illness'));
  await box(noting, 'personal:fact_value').fill('糖尿病，饮食清淡');
  await expect(noting.getByText(t('personal:needs_consent', { purpose: t('personal:purpose.health') }))).toBeVisible();
  await look(page, 'personal-fact');
  await noting.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(noting.getByText(t('ui:invalid.consent_needed'))).toBeVisible();
  await noting.getByRole('button', { name: t('personal:consent_first') }).click();
  const agreeing = page.getByRole('dialog', { name: t('personal:consent_title') });
  await box(agreeing, 'personal:consent_evidence').fill('签字的同意书，存档 B-12');
  await look(page, 'personal-consent');
  await agreeing.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(agreeing).toBeHidden();
  await noting.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(noting).toBeHidden();

  // Masked for everybody; told for a reason.
  await expect(page.getByText('糖尿病')).toHaveCount(0);
  await facts.getByRole('button', { name: t('personal:reveal') }).click();
  const looking = page.getByRole('dialog', { name: t('personal:reveal_of', { kind: t('personal:kind.illness') }) });
  await box(looking, 'personal:reason').fill('上门探望前了解');
  await look(page, 'personal-reveal');
  await looking.getByRole('button', { name: t('personal:look'), exact: true }).click();
  await expect(looking.getByText('糖尿病，饮食清淡')).toBeVisible();
  await looking.getByRole('button', { name: t('ui:close'), exact: true }).last().click();

  const preferences = page.getByRole('region', { name: t('personal:preferences'), exact: true });
  await preferences.getByRole('button', { name: t('personal:add_fact') }).click();
  const liking = page.getByRole('dialog', { name: t('personal:preference_title') });
  await box(liking, 'personal:preference_domain').fill('茶');
  await box(liking, 'personal:preference_value').fill('太平猴魁');
  await liking.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(preferences.getByText('太平猴魁')).toBeVisible();
  await look(page, 'personal');

  // The person's copy.
  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('personal:export_menu') }).click();
  const taking = page.getByRole('dialog', { name: t('personal:export_title', { name: '王芳芳' }) });
  await box(taking, 'personal:reason').fill('本人来电要求查阅');
  await look(page, 'personal-export');
  const fetching = page.waitForEvent('download');
  await taking.getByRole('button', { name: t('personal:export'), exact: true }).click();
  const copy = await readFile(await (await fetching).path(), 'utf8');
  expect(copy).toContain('糖尿病');
  expect(copy).toContain('太平猴魁');

  // A withdrawn consent takes what stands on it along.
  await page.getByRole('button', { name: t('personal:withdraw_of', { purpose: t('personal:purpose.health') }) }).click();
  const asking = page.getByRole('dialog').last();
  await expect(asking).toHaveCSS('opacity', '1');
  await look(page, 'personal-withdraw');
  await asking.getByRole('button', { name: t('personal:withdraw'), exact: true }).click();
  await expect(facts.getByText(t('personal:facts_none'))).toBeVisible();

  // Forgotten, with a proof.
  await page.getByRole('button', { name: t('ui:more') }).first().click();
  await page.getByRole('menuitem', { name: t('personal:erase_menu') }).click();
  const erasing = page.getByRole('dialog', { name: t('personal:erase_title', { name: '王芳芳' }) });
  await box(erasing, 'personal:reason').fill('本人书面要求删除');
  await erasing.getByRole('textbox', { name: t('personal:erase_name', { name: '王芳芳' }) }).fill('王芳芳');
  await look(page, 'personal-erase');
  await erasing.getByRole('button', { name: t('personal:erase'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('personal:erased_name') })).toBeVisible();
  await expect(page.getByRole('region', { name: t('personal:proof') })).toBeVisible();
  await expect(page.getByText('13912345678')).toHaveCount(0);
  await look(page, 'personal-erased');
});
