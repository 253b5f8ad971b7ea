import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const chromium =
  process.env.CHROMIUM_PATH ??
  execFileSync(fileURLToPath(new URL('../scripts/chromium.sh', import.meta.url)), { encoding: 'utf8' }).trim();

/** Journeys through the real program in the system's Chromium, on a wide screen and on a phone. */
export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  // One waits while the other reckons.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Two slow cores share a server without optimisation and a browser without a graphics card.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: 'light',
    // What is still moving is missed by a press where the machine is slow, and has no honest contrast.
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    // A trace of every journey costs a quarter of their time.
    trace: process.env.CI ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--font-render-hinting=none',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    {
      name: 'phone',
      // What is the same at any width, or nobody does with a telephone.
      testIgnore: [
        'catalogue',
        'conflict',
        'dark',
        'delivered',
        'duplicates',
        'fields',
        'follows',
        'health',
        'import',
        'layouts',
        'ownership',
        'passkeys',
        'personal',
        'portfolio',
        'providers',
        'rights',
        'secondstep',
        'setup',
        'shell',
        'staff',
        'tabs',
      ].map((name) => `**/${name}.spec.ts`),
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
  ],
});
