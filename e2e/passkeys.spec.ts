import type { CDPSession, Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { ADMIN, enter, signIn } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

// Browsers have no passkeys at a bare number, but trust this machine by its name.
test.use({ baseURL: async ({ server }, use) => use(server.url.replace('127.0.0.1', 'localhost')) });

/** A device of the browser's own that keeps passkeys and recognises its owner. It answers when it is told to. */
class Device {
  private constructor(
    private readonly browser: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  static async of(page: Page): Promise<Device> {
    const browser = await page.context().newCDPSession(page);
    await browser.send('WebAuthn.enable');
    const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Device(browser, authenticatorId);
  }

  async answers(enabled: boolean): Promise<void> {
    const { browser, authenticatorId } = this;
    await browser.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  }

  async recognises(isUserVerified: boolean): Promise<void> {
    const { browser, authenticatorId } = this;
    await browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  }
}

async function fillIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: t('staff:passkeys.add') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('staff:security.current')).fill(ADMIN.password);
  await dialog.getByLabel(t('staff:passkeys.name')).fill(name);
}

async function goOn(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: t('staff:second.go_on') }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: t('staff:login.title') })).toBeVisible();
}

test('a passkey is made, signs in without a password, and is removed', async ({ page, server }) => {
  const device = await Device.of(page);
  await enter(page);
  await page.goto('/settings/security');
  await expect(page.getByRole('button', { name: t('staff:passkeys.add') })).toBeVisible();
  await fillIn(page, '陈思远的手机');
  await look(page, 'passkey-add');
  await goOn(page);
  const passkeys = page.getByRole('list', { name: t('staff:passkeys.title') }).getByRole('listitem');
  await expect(passkeys).toHaveCount(1);
  await expect(passkeys).toContainText(t('staff:passkeys.never'));
  await look(page, 'passkeys');
  // The same device again says that it has one.
  await fillIn(page, '同一部手机');
  await goOn(page);
  await expect(page.getByText(t('ui:problem.passkey_here_already'))).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: t('ui:form.leave') }).click();

  await device.answers(false);
  await signOut(page);
  await expect(page.getByRole('button', { name: t('staff:passkeys.sign_in') })).toBeVisible();
  await look(page, 'login-passkey');
  await device.answers(true);
  await page.getByRole('button', { name: t('staff:passkeys.sign_in') }).click();
  await expect(page.getByText(t('start:due_none'))).toBeVisible();

  await page.goto('/settings/security');
  await passkeys.getByRole('button', { name: t('staff:passkeys.actions', { name: '陈思远的手机' }) }).click();
  await page.getByRole('menuitem', { name: t('staff:passkeys.rename') }).click();
  await page.getByRole('dialog').getByLabel(t('staff:passkeys.name')).fill('旧手机');
  await page.getByRole('dialog').getByRole('button', { name: t('ui:save') }).click();
  await expect(passkeys).toContainText('旧手机');
  await passkeys.getByRole('button', { name: t('staff:passkeys.actions', { name: '旧手机' }) }).click();
  await page.getByRole('menuitem', { name: t('staff:passkeys.remove') }).click();
  await page.getByRole('dialog').getByLabel(t('staff:security.current')).fill(ADMIN.password);
  await look(page, 'passkey-remove');
  await page.getByRole('dialog').getByRole('button', { name: t('staff:passkeys.remove') }).click();
  await expect(passkeys).toHaveCount(0);

  // At a bare number there is a sentence and no button that does nothing.
  await page.goto(`${server.url}/login`);
  await expect(page.getByRole('link', { name: server.url.replace('127.0.0.1', 'localhost') })).toBeVisible();
  await expect(page.getByRole('button', { name: t('staff:passkeys.sign_in') })).toHaveCount(0);
  await look(page, 'login-passkey-elsewhere');
});

test('a passkey is the second step where one is demanded', async ({ page }) => {
  const device = await Device.of(page);
  await enter(page);
  await page.request.put('/api/v1/parameters/staff.second_step_days', { data: { value: 0 } });
  await page.request.put('/api/v1/second-step-rule', { data: { who: 'everybody' } });
  await device.answers(false);
  await signOut(page);
  await signIn(page);
  // Nothing is there yet: an authenticator app, or a passkey at once.
  await expect(page.getByText(t('staff:second.enrol_text'))).toBeVisible();
  await look(page, 'second-step-enrol');
  await device.answers(true);
  await page.getByRole('button', { name: t('staff:second.enrol_passkey') }).click();
  await expect(page.getByText(t('start:due_none'))).toBeVisible();

  await device.answers(false);
  await signOut(page);
  await signIn(page);
  await expect(page.getByText(t('staff:second.passkey_text'))).toBeVisible();
  await look(page, 'second-step-passkey');
  // An owner who is not recognised does not get in, and may try again.
  await device.recognises(false);
  await device.answers(true);
  await page.getByRole('button', { name: t('staff:second.use_passkey') }).click();
  await expect(page.getByText(t('ui:problem.passkey_cancelled'))).toBeVisible();
  await device.recognises(true);
  await page.getByRole('button', { name: t('staff:second.use_passkey') }).click();
  await expect(page.getByText(t('start:due_none'))).toBeVisible();

  // The last one stays while it is demanded.
  await page.goto('/settings/security');
  const passkeys = page.getByRole('list', { name: t('staff:passkeys.title') }).getByRole('listitem');
  await passkeys.getByRole('button').click();
  await page.getByRole('menuitem', { name: t('staff:passkeys.remove') }).click();
  await page.getByRole('dialog').getByLabel(t('staff:security.current')).fill(ADMIN.password);
  await page.getByRole('dialog').getByRole('button', { name: t('staff:passkeys.remove') }).click();
  await expect(page.getByText(t('ui:problem.last_second_step'))).toBeVisible();
});
