import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { box } from './support/pages.ts';
import { ADMIN, enter, signIn } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

const STEP_MS = 30_000;

/** What an authenticator app shows for a key (RFC 6238). */
function codeOf(key: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replaceAll(' ', '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS)));
  const mac = createHmac('sha1', bytes).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A code counts once: waits for the next one. */
async function nextCode(page: Page, key: string, used: string): Promise<string> {
  await expect.poll(() => codeOf(key), { timeout: STEP_MS + 5000 }).not.toBe(used);
  // The clock of the server is the same, but a request takes its time.
  await page.waitForTimeout(50);
  return codeOf(key);
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/');
}

test('an authenticator app is set up, asked for at sign-in, and a recovery code stands in for it once', async ({ page }) => {
  await enter(page);
  await page.goto('/settings/security');
  await page.getByRole('button', { name: t('staff:second.turn_on') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('staff:security.current')).fill(ADMIN.password);
  await dialog.getByRole('button', { name: t('staff:second.go_on') }).click();
  const key = await dialog.locator('code').innerText();
  await look(page, 'second-step-picture');
  await box(dialog, 'staff:second.code').fill('000000');
  await dialog.getByRole('button', { name: t('staff:second.confirm') }).click();
  await expect(box(dialog, 'staff:second.code')).toHaveAccessibleDescription(t('ui:invalid.wrong_code'));
  const used = codeOf(key);
  await box(dialog, 'staff:second.code').fill(used);
  await dialog.getByRole('button', { name: t('staff:second.confirm') }).click();
  const codes = dialog.getByRole('list', { name: t('staff:second.codes') }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();
  await look(page, 'recovery-codes');
  await dialog.getByRole('checkbox', { name: t('staff:second.kept') }).check();
  await dialog.getByRole('button', { name: t('staff:second.finish') }).click();
  await expect(page.getByText(t('staff:second.is_on'), { exact: true })).toBeVisible();
  await look(page, 'security');

  await signOut(page);
  await signIn(page);
  await expect(page.getByRole('heading', { name: t('staff:second.title') })).toBeVisible();
  await expect(box(page, 'staff:second.code')).toBeFocused();
  await look(page, 'second-step');
  await box(page, 'staff:second.code').fill(await nextCode(page, key, used));
  await page.keyboard.press('Enter');
  await expect(page.getByText(t('start:due_none'))).toBeVisible();

  await signOut(page);
  await signIn(page);
  await page.getByRole('button', { name: t('staff:second.use_recovery') }).click();
  await box(page, 'staff:second.recovery').fill(recovery);
  await page.getByRole('button', { name: t('staff:login.button'), exact: true }).click();
  await expect(page.getByText(t('start:due_none'))).toBeVisible();
  await page.goto('/settings/security');
  await expect(page.getByText(t('staff:second.codes_left', { count: 9 }))).toBeVisible();
});

test('an administrator demands a second step of everybody, and the first page says until when', async ({ page }) => {
  await enter(page);
  await page.goto('/settings/workspace');
  const rule = page.getByRole('region', { name: t('staff:second.title') });
  await rule.getByRole('radio', { name: t('staff:sign_in.everybody') }).check();
  await rule.getByRole('button', { name: t('ui:save') }).click();
  await expect(page.getByText(t('ui:saved'))).toBeVisible();
  await look(page, 'sign-in-rule');
  await page.goto('/');
  await expect(page.getByRole('link', { name: t('staff:second.due_link') })).toBeVisible();
  await look(page, 'second-step-due');
  await page.getByRole('link', { name: t('staff:second.due_link') }).click();
  await expect(page.getByRole('button', { name: t('staff:second.turn_on') })).toBeVisible();
});
