import { look } from './support/looks.ts';
import { addAccount, box } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, test } from './support/test.ts';
import { t } from './support/texts.ts';

const SHOP = '金源酒业';

test('what one follows is told in one line, and each person says what they want to hear', async ({ page, colleague }) => {
  await enter(page);
  await addAccount(page, SHOP, 'tobacco_liquor_shop');
  const account = page.url().split('/').pop() ?? '';
  const star = page.getByRole('button', { name: t('follows:following'), exact: true });
  // One's own is followed by itself; a press ends it, another begins again.
  await expect(async () => {
    await page.reload();
    await expect(star).toBeVisible({ timeout: 2000 });
  }).toPass();
  await star.click();
  await page.getByRole('button', { name: t('follows:follow'), exact: true }).click();
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await look(page, 'followed');

  // A colleague talks about it, twice.
  const roles: { id: string; key: string }[] = await (await page.request.get('/api/v1/roles')).json();
  const role = roles.find(({ key }) => key === 'administrator');
  const invited = { name: '李娜', email: 'li@example.com', roles: [role?.id] };
  const { link } = await (await page.request.post('/api/v1/invitations', { data: invited })).json();
  const accepted = await colleague.request.post(`/api/v1/invited/${String(link).split('/').pop()}/accept`, {
    data: { name: '李娜', password: 'tea-kettle-8-bridges' },
  });
  expect(accepted.status()).toBe(204);
  for (const body of ['下周去看看', '资料在 https://example.com/a，先看一下']) {
    const said = await colleague.request.post('/api/v1/comments', { data: { account_id: account, body } });
    expect(said.status()).toBe(201);
  }
  const bell = page.getByRole('button', { name: t('app:notifications.unread', { count: 1 }) });
  await expect(bell).toBeVisible({ timeout: 15_000 });
  await bell.click();
  const list = page.getByRole('region', { name: t('app:notifications.label') });
  await expect(list.getByText(t('interactions:notice.followed', { name: SHOP, count: 2 }))).toBeVisible();
  await look(page, 'notifications-by-day');
  await list.getByText(t('interactions:notice.followed', { name: SHOP, count: 2 })).click();
  await expect(page.getByRole('button', { name: t('app:notifications.unread', { count: 0 }) })).toBeVisible();
  await expect(page.getByRole('link', { name: 'https://example.com/a' })).toHaveAttribute('rel', /noopener/);

  // Its writer puts a comment in other words.
  await colleague.goto(`/accounts/${account}`);
  const first = colleague.getByRole('listitem').filter({ hasText: '下周去看看' });
  await first.getByRole('button', { name: t('interactions:comment.edit') }).click();
  await colleague.getByRole('textbox', { name: t('interactions:comment.label') }).fill('下下周再去');
  await colleague.getByRole('button', { name: t('interactions:comment.save'), exact: true }).click();
  await expect(colleague.getByText(t('interactions:comment.edited'))).toBeVisible();
  await look(colleague, 'comment-edited');

  // Only those that one follows.
  await page.goto('/accounts?filter=%7B%22all%22%3A%5B%7B%22field%22%3A%22followed%22%2C%22op%22%3A%22eq%22%2C%22value%22%3Atrue%7D%5D%7D');
  await expect(page.getByRole('grid').getByText(SHOP)).toBeVisible();
  await look(page, 'followed-list');

  await page.goto('/settings/notifications');
  await page.getByRole('switch', { name: t('notifications:kind.mentions') }).click();
  await expect(page.getByText(t('ui:saved'))).toBeVisible();
  await page.getByRole('switch', { name: t('notifications:quiet_on') }).click();
  await expect(page.getByText(t('notifications:from'), { exact: true })).toBeVisible();
  await look(page, 'notification-preferences');
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'notification-preferences-narrow');
  await page.setViewportSize({ width: 1440, height: 900 });

  // Tags are put in order.
  await page.request.post('/api/v1/accounts', { data: { name: '银河酒楼', tags: ['老客户', 'vip'] } });
  await page.goto('/settings/tags');
  await page.getByRole('button', { name: t('tags:rename_of', { tag: 'vip' }) }).click();
  const dialog = page.getByRole('dialog');
  await look(page, 'tag-rename');
  await box(dialog, 'tags:name').fill('重点');
  await dialog.getByRole('button', { name: t('ui:save'), exact: true }).click();
  await expect(page.getByRole('button', { name: t('tags:rename_of', { tag: '重点' }) })).toBeVisible();
  await look(page, 'tags');
});
