import { expect } from '@playwright/test';
import axe from 'axe-core';

// WCAG 2.2 AA holds all of these; axe keeps a tag per version and level.
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** The narrowest screen that everything must fit into, in CSS pixels (WCAG 1.4.10). */
const narrow = { width: 320, height: 720 };

/**
 * What axe finds on the page as it stands, one line for each element.
 *
 * axe needs timers, and a page whose scripts are off has none. So scripts are
 * switched on for the time of the audit: the page has been parsed without them,
 * and what it skipped then (its own scripts) does not run later, so axe sees
 * the page that a browser without scripts shows, `noscript` included.
 */
export async function violations(page, { scripts }) {
  return awake(page, scripts, () => run(page));
}

/**
 * Everything that a page must stand: axe as it is, reflow on a 320 px screen and, with scripts, colours in the dark and
 * targets on that screen: those are the same without. The page is left as it was found.
 */
export async function faults(page, { scripts }) {
  const size = page.viewportSize();
  const found = await awake(page, scripts, async () => {
    const light = await run(page);
    await page.setViewportSize(narrow);
    if (!scripts) return light;
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await run(page, ['color-contrast', 'target-size']);
    await page.emulateMedia({ colorScheme: null });
    return [...light, ...dark.map((line) => `dark, ${narrow.width} px: ${line}`)];
  });
  const wide = await overflow(page);
  if (wide) found.push(`reflow: ${wide}`);
  await page.setViewportSize(size);
  return found;
}

// The pages here have no frames, so axe runs where it is put: once into each page, however often it looks.
async function run(page, only) {
  const options = only
    ? { runOnly: { type: 'rule', values: only }, resultTypes: ['violations'] }
    : { runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] };
  await page.evaluate(`window.axe || (() => { ${axe.source} })()`);
  return page.evaluate(async (how) => {
    if (document.querySelector('iframe, frame')) throw new Error('a frame: axe would have to be put into it too');
    const { violations: found } = await window.axe.run(document, how);
    return found.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`));
  }, options);
}

/** What sticks out to the right of the screen, '' for nothing. */
export async function overflow(page) {
  const { width } = page.viewportSize();
  return page.evaluate((most) => {
    const root = document.documentElement;
    if (root.scrollWidth <= most) return '';
    const out = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > most + 1);
    return `${root.scrollWidth} px wide on ${most}: ${out.slice(-1).map((element) => element.outerHTML.slice(0, 160)).join('')}`;
  }, width);
}

// Calls back while scripts may run in the page.
async function awake(page, scripts, audit) {
  if (scripts) return audit();
  const session = await page.context().newCDPSession(page);
  const off = (value) => session.send('Emulation.setScriptExecutionDisabled', { value });
  try {
    await rename(page, 'noscript', 'span', { 'data-was': 'noscript' });
    // A session's own state is "on" already, and it only sends changes.
    await off(true);
    await off(false);
    return await audit();
  } finally {
    await off(true);
    await session.detach();
    await rename(page, 'span[data-was=noscript]', 'noscript', {});
  }
}

// Puts the children of every element that fits into a new element in its place.
async function rename(page, selector, tag, attributes) {
  await page.evaluate(
    ({ selector, tag, attributes }) => {
      for (const old of document.querySelectorAll(selector)) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...old.childNodes);
        old.replaceWith(element);
      }
    },
    { selector, tag, attributes },
  );
}

export async function expectAccessible(page, options) {
  expect(await faults(page, options), `what is wrong with ${page.url()}`).toEqual([]);
}
