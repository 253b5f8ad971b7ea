import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';

// Without wcag21a: its one rule takes the letter in an avatar for a label, and cuts Chinese into words by luck.
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** Keeps a picture of the page as it is now, and finds nothing in it that WCAG 2.2 AA forbids. */
export async function look(page: Page, name: string): Promise<void> {
  await test.step(`look at ${name}`, async () => {
    await settled(page);
    const project = test.info().project.name;
    await page.screenshot({ path: `screenshots-out/${name}-${project}.png`, animations: 'disabled' });
    if (project === 'phone') expect.soft(await tooWide(page), `room for ${name}`).toEqual([]);
    expect.soft(await inEnglish(page), `labels of ${name}`).toEqual([]);
    // What came while the picture was taken may have begun to move again.
    await settled(page);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}\n  ${node.failureSummary ?? ''}`),
    );
    // Soft: the journey goes on, so that one run finds all of it.
    expect.soft(found, `accessibility of ${name}`).toEqual([]);
  });
}

/**
 * What sticks out at the right of a narrow screen. What is meant to scroll sideways does so in a box of its own; what can
 * be pressed must not be cut off by a box that does not scroll. Asked of the viewport and not of `innerWidth`: a
 * telephone's browser shows a page that is too wide smaller.
 */
async function tooWide(page: Page): Promise<string[]> {
  const width = page.viewportSize()?.width ?? 0;
  return page.evaluate((room) => {
    const root = document.documentElement;
    const found = root.scrollWidth > room ? [`the page: ${root.scrollWidth} of ${room}`] : [];
    for (const box of document.querySelectorAll('main, main .page-body, main .with-aside, [role=dialog]')) {
      // Half a pixel is rounded up.
      if (box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1)
        found.push(`${box.tagName.toLowerCase()}.${box.className}: ${box.scrollWidth} of ${box.clientWidth}`);
    }
    const scrolls = (box: Element | null): boolean =>
      box !== null && (/auto|scroll/.test(getComputedStyle(box).overflowX) || scrolls(box.parentElement));
    for (const press of document.querySelectorAll('main :is(a, button, input)')) {
      const { width, right } = press.getBoundingClientRect();
      // Half a pixel is rounded up.
      if (width > 0 && right > room + 1 && !scrolls(press.parentElement))
        found.push(`${press.getAttribute('aria-label') ?? press.textContent}: ${right} of ${room}`);
    }
    return found;
  }, width);
}

/** Whether it lies in front, where it is now: a foot that sticks may cover what the page only scrolls to. */
export async function isSeen(thing: Locator): Promise<boolean> {
  return thing.evaluate((box) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    return box.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
}

/** Names in English that a widget brought along, where Chinese is spoken. */
async function inEnglish(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (!document.documentElement.lang.startsWith('zh')) return [];
    const named = [...document.querySelectorAll('[aria-label]')].filter((box) => !box.closest('[aria-hidden=true], [lang]:not(html)'));
    return named.map((box) => box.getAttribute('aria-label') ?? '').filter((label) => /^[A-Za-z][A-Za-z -]+$/.test(label));
  });
}

/** Fonts are there and nothing moves any more: a colour half-way between two others has no honest contrast. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(finite.map((animation) => animation.finished));
  });
}
