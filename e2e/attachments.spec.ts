import { look } from './support/looks.ts';
import { addAccount, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n');

test('files are put on a customer, looked at, fetched, refused with a reason, and removed', async ({ page }) => {
  await enter(page);
  await addAccount(page, '金源烟酒店', 'tobacco_liquor_shop');
  await page.getByRole('tab', { name: t('customers:tab.files') }).click();
  const files = page.getByRole('group', { name: t('attachments:title'), exact: true });
  await expect(files.getByText(t('attachments:none'), { exact: true })).toBeVisible();
  await look(page, 'files-empty');

  // Two at once: a photograph (of this page) and a document.
  const photo = await page.screenshot();
  const choosing = page.waitForEvent('filechooser');
  await files.getByRole('button', { name: t('attachments:add') }).click();
  await (await choosing).setFiles([
    { name: '门头照片.png', mimeType: 'image/png', buffer: photo },
    { name: '2026 年度供货合同（终稿）.pdf', mimeType: 'application/pdf', buffer: PDF },
  ]);
  const rows = files.getByRole('listitem');
  await expect(rows).toHaveCount(2);
  const view = files.getByRole('button', { name: t('attachments:view', { name: '门头照片.png' }) });
  await expect(view).toBeVisible();

  // What is not taken says why, beside what is.
  const again = page.waitForEvent('filechooser');
  await files.getByRole('button', { name: t('attachments:add') }).click();
  await (await again).setFiles([
    { name: '网页.html', mimeType: 'text/html', buffer: Buffer.from('<html><script>alert(1)</script></html>') },
    { name: '空.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ]);
  await expect(files.getByRole('alert')).toHaveText([t('ui:invalid.file_kind'), t('ui:invalid.file_empty')]);
  await look(page, 'files');
  for (const name of ['网页.html', '空.txt']) {
    await files.getByRole('button', { name: t('attachments:dismiss', { name }) }).click();
  }
  await expect(rows).toHaveCount(2);

  // The image fills the screen, and its original is fetched as it was.
  await view.click();
  const viewer = page.getByRole('dialog');
  await expect(viewer.getByRole('img', { name: '门头照片.png' })).toBeVisible();
  await look(page, 'file-viewer');
  const fetching = page.waitForEvent('download');
  await viewer.getByRole('link', { name: t('attachments:original') }).click();
  const fetched = await fetching;
  expect(fetched.suggestedFilename()).toBe('门头照片.png');
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();

  // What came is told on the timeline.
  await page.getByRole('tab', { name: t('customers:tab.timeline') }).click();
  await expect(page.getByRole('tabpanel').getByText('2026 年度供货合同（终稿）.pdf')).toBeVisible();

  await page.getByRole('tab', { name: t('customers:tab.files') }).click();
  await files.getByRole('button', { name: t('attachments:remove', { name: '2026 年度供货合同（终稿）.pdf' }) }).click();
  await page.getByRole('dialog').getByRole('button', { name: t('ui:delete') }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('门头照片.png');
});

test('a card is photographed onto a person, or dropped there', async ({ page }) => {
  await enter(page);
  const answer = await page.request.post('/api/v1/contacts', { data: { name: '王晓梅' } });
  expect(answer.status()).toBe(201);
  const { id } = await answer.json();
  await go(page, 'contacts:menu');
  await page.goto(`/contacts/${id}`);
  const files = page.getByRole('group', { name: t('attachments:title'), exact: true });
  await expect(files.getByText(t('attachments:none'), { exact: true })).toBeVisible();
  const photo = await page.screenshot();
  if (isPhone()) {
    const choosing = page.waitForEvent('filechooser');
    await files.getByRole('button', { name: t('attachments:photo') }).click();
    await (await choosing).setFiles({ name: '名片.png', mimeType: 'image/png', buffer: photo });
  } else {
    const bytes = photo.toString('base64');
    await files.getByRole('button', { name: t('attachments:add') }).evaluate((box, base64) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], '名片.png', { type: 'image/png' }));
      for (const type of ['dragover', 'drop']) box.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
    }, bytes);
  }
  await expect(files.getByRole('button', { name: t('attachments:view', { name: '名片.png' }) })).toBeVisible();
  await files.scrollIntoViewIfNeeded();
  await look(page, 'contact-files');
});
