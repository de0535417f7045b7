import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// The browser is the system's own, so that nothing is downloaded besides the
// npm packages of the lock file.
const chromium = process.env.HOCSO_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!chromium) {
  throw new Error('no Chromium: apt-get install chromium, or set HOCSO_CHROMIUM to the path of one');
}

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // One worker per core of the smallest machine that must do. Each has a server
  // and a database of its own, so they cannot disturb each other.
  workers: 2,
  // A test that fails once and passes once is a finding, not a pass.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    screenshot: 'only-on-failure',
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    {
      // A cheap phone that runs no script: every page must do without.
      name: 'mobile',
      use: { viewport: { width: 360, height: 740 }, javaScriptEnabled: false, isMobile: true, hasTouch: true },
    },
    {
      name: 'desktop',
      use: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: true },
    },
  ],
});
