import { test as base, expect } from '@playwright/test';
import { type Server, startServer } from './server.ts';

export { expect };

type Fixtures = {
  /** A program of this test's own, empty. `page` is at home there. */
  server: Server;
  /** What went wrong in the page without anybody looking. */
  quiet: undefined;
};

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
  baseURL: async ({ server }, use) => use(server.url),
  quiet: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && message.text().includes('Content Security Policy')) {
          faults.push(message.text());
        }
      });
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
