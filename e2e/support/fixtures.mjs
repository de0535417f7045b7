// What every journey stands on:
//
//   app    the running demo: app.url, app.person('learner') → {role, name, login, password}
//   page   as Playwright's, with app.url as the base of relative addresses
//   check  await check(options?): axe finds nothing on the page as it stands
//   shot   await shot('01-name'): a picture for the documentation, where one is asked for; { of } takes a part of the page
//   someoneElse   await someoneElse() → {page, context, check, shot} with cookies of their own
//
// Besides, every page is watched: a request to another host, a script error or
// something that the content security policy stopped fails the test.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { expectAccessible } from './axe.mjs';
import { Server } from './server.mjs';

export { expect };

const pictures = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));

export const test = base.extend({
  app: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ app }, use) => use(app.url),

  watch: [
    async ({ app, context }, use, info) => {
      const faults = [];
      const hosts = new Set([new URL(app.url).host]);
      watchContext(context, hosts, faults);
      const said = app.output.length;
      await use({
        context: (other) => watchContext(other, hosts, faults),
        allow: (server) => hosts.add(new URL(server.url).host),
      });
      if (info.status !== info.expectedStatus) {
        await info.attach('server.log', { body: app.output.slice(said), contentType: 'text/plain' });
      }
      expect(faults, 'what the page did that it may not do').toEqual([]);
    },
    { auto: true },
  ],

  check: async ({ page, javaScriptEnabled }, use) => {
    await use((options) => expectAccessible(page, { scripts: javaScriptEnabled, ...options }));
  },

  shot: async ({ page }, use, info) => {
    await use((name, options) => picture(page, info, name, options));
  },

  someoneElse: async ({ browser, watch, javaScriptEnabled }, use, info) => {
    const made = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      made.push(context);
      watch.context(context);
      const page = await context.newPage();
      return {
        page,
        context,
        check: (more) => expectAccessible(page, { scripts: javaScriptEnabled, ...more }),
        shot: (name, more) => picture(page, info, name, more),
      };
    });
    for (const context of made) await context.close();
  },
});

function watchContext(context, hosts, faults) {
  context.on('request', (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && !hosts.has(new URL(url).host)) faults.push(`request to another host: ${url}`);
  });
  context.on('weberror', (error) => faults.push(`script error: ${error.error()}`));
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
}

async function picture(page, info, name, { of = page, ...options } = {}) {
  if (process.env.UPDATE_SCREENSHOTS !== '1') return;
  await mkdir(pictures, { recursive: true });
  await of.screenshot({
    path: path.join(pictures, `${name}-${page.viewportSize().width}.png`),
    animations: 'disabled',
    caret: 'hide',
    ...options,
  });
}
