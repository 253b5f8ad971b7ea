import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { type Server, startServer } from './server.ts';

export { expect };

type Fixtures = {
  /** A program of this test's own, empty. `page` is at home there. */
  server: Server;
  /** Seats one more person at a desk of their own, not signed in yet. */
  seat: () => Promise<Page>;
  /** A second person at another desk, who is not signed in yet. */
  colleague: Page;
  /** What went wrong in the page without anybody looking. */
  quiet: undefined;
};

/** Errors of scripts, and everything that the policy of the page forbids: both are faults of ours. */
function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text());
  });
  return faults;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  server: async ({}, use, info) => {
    const server = await startServer();
    await use(server);
    await server.stop();
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: server.log(), contentType: 'text/plain' });
    }
  },
  seat: async ({ browser, contextOptions, server }, use) => {
    const seated: { context: BrowserContext; faults: string[] }[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL: server.url });
      const page = await context.newPage();
      seated.push({ context, faults: watch(page) });
      return page;
    });
    for (const { context, faults } of seated) {
      expect(faults, 'errors in the page of a colleague').toEqual([]);
      await context.close();
    }
  },
  colleague: async ({ seat }, use) => use(await seat()),
  baseURL: async ({ server }, use) => use(server.url),
  quiet: [
    async ({ page }, use) => {
      const faults = watch(page);
      await use(undefined);
      expect(faults, 'errors in the page').toEqual([]);
    },
    { auto: true },
  ],
});

/** True on the narrow screen. */
export function isPhone(): boolean {
  return test.info().project.name === 'phone';
}
