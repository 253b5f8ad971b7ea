import { test as base, expect, type Page } from '@playwright/test';
import { type Server, startServer } from './server.ts';

export { expect };

type Fixtures = {
  /** A program of this test's own, empty. `page` is at home there. */
  server: Server;
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
  colleague: async ({ browser, contextOptions, server }, use) => {
    const context = await browser.newContext({ ...contextOptions, baseURL: server.url });
    const page = await context.newPage();
    const faults = watch(page);
    await use(page);
    expect(faults, 'errors in the page of the colleague').toEqual([]);
    await context.close();
  },
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
