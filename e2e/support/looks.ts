import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

// Without wcag21a: its one rule takes the letter in an avatar for a label, and cuts Chinese into words by luck.
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** Keeps a picture of the page as it is now, and finds nothing in it that WCAG 2.2 AA forbids. */
export async function look(page: Page, name: string): Promise<void> {
  await test.step(`look at ${name}`, async () => {
    await settled(page);
    const project = test.info().project.name;
    await page.screenshot({ path: `screenshots-out/${name}-${project}.png`, animations: 'disabled' });
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}\n  ${node.failureSummary ?? ''}`),
    );
    // Soft: the journey goes on, so that one run finds all of it.
    expect.soft(found, `accessibility of ${name}`).toEqual([]);
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
