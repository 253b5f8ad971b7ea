import type { Page } from '@playwright/test';
import { look } from './support/looks.ts';
import { addAccount } from './support/pages.ts';
import { ADMIN, enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { own, t } from './support/texts.ts';

const PAGES = ['/', '/accounts', '/contacts', '/interactions', '/tasks', '/tasks/all', '/accounts/cross', '/accounts/trash', '/orders', '/imports', '/exports', '/users', '/settings', '/settings/security', '/settings/tokens', '/settings/workspace', '/settings/teams', '/settings/roles', '/users/invitations', '/parameters', '/audit', '/jobs', '/accounts/new', '/contacts/new', '/orders/new'];
const SHOP = '金源烟酒店';
/** Languages are called by their own names everywhere. */
const LANGUAGES = ['简体中文', '繁體中文'];

for (const [locale, lang, menu] of [
  ['en', 'English', 'Customers'],
  ['zh-TW', '繁體中文', '客戶'],
] as const) {
  test(`${lang} is chosen in the profile and spoken on every page`, async ({ page }) => {
    await enter(page);
    await addAccount(page, SHOP, 'tobacco_liquor_shop');
    const account = page.url();
    await page.goto('/settings/profile');
    await page.getByRole('group', { name: t('staff:setup.language') }).getByRole('button', { name: lang }).click();
    await page.getByRole('button', { name: t('ui:save'), exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${locale === 'en' ? 'en' : 'zh-Hant'}`));
    await look(page, `profile-${locale}`);

    for (const path of [...PAGES, account]) {
      await page.goto(path);
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
      await expect(page.locator('[aria-busy="true"], .bone')).toHaveCount(0);
      const said = await spoken(page);
      expect.soft(said.filter(isKey), `keys without a text on ${path}`).toEqual([]);
      expect.soft(said.filter(locale === 'en' ? isChinese : own('zh-CN', locale)), `left in zh-CN on ${path}`).toEqual([]);
      if (isPhone()) expect.soft(await cut(page), `words cut on ${path}`).toEqual([]);
      if (path === '/accounts' || path === account || path === '/accounts/new') await look(page, `${path.includes('new') ? 'form' : path === account ? 'customer' : 'customers'}-${locale}`);
    }
    if (!isPhone()) await expect(page.getByRole('navigation').getByRole('link', { name: menu, exact: true })).toBeVisible();
  });
}

/** Titles, tabs and buttons of which an end is not seen, where nothing can be scrolled to it. */
async function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words = [...document.querySelectorAll('h1, [role=tab], nav span, .composer button')];
    const isCut = (word: Element) => word.scrollWidth > word.clientWidth + 1 && getComputedStyle(word).overflowX === 'hidden';
    const scrolls = (box: Element | null): boolean => box !== null && (/auto|scroll/.test(getComputedStyle(box).overflowX) || scrolls(box.parentElement));
    const isOut = (word: Element) => word.getBoundingClientRect().right > window.innerWidth && !scrolls(word.parentElement);
    return words.filter((word) => isCut(word) || isOut(word)).map((word) => word.textContent ?? '');
  });
}

/** Every text, label, title and placeholder that the page shows or has read out, without what people have entered and the names of languages. */
async function spoken(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent && !parent.closest('script, style, [lang]:not(html)')) found.push(walker.currentNode.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  });
  const entered = [ADMIN.workspace, ADMIN.name, SHOP, ...LANGUAGES];
  return texts.map((text) => entered.reduce((left, word) => left.replaceAll(word, ''), text).trim()).filter((text) => text.length > 1);
}

function isKey(text: string): boolean {
  return /^(?:[a-z]+:)?[a-z_]+(?:\.[a-z_]+)+$/.test(text) || /\{\{\w+\}\}/.test(text);
}

function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
