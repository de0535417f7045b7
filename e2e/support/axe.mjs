import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

// WCAG 2.2 AA holds all of these; axe keeps a tag per version and level.
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/**
 * What axe finds on the page as it stands, one line for each element.
 *
 * axe needs timers, and a page whose scripts are off has none. So scripts are
 * switched on for the time of the audit: the page has been parsed without them,
 * and what it skipped then (its own scripts) does not run later, so axe sees
 * the page that a browser without scripts shows, `noscript` included.
 */
export async function violations(page, { scripts, exclude = [] }) {
  const audit = async () => {
    // Legacy mode stays in this page; the other opens a second one to report in.
    let builder = new AxeBuilder({ page }).setLegacyMode(true).options({
      runOnly: { type: 'tag', values: tags },
      rules: { 'target-size': { enabled: true } },
    });
    for (const selector of exclude) builder = builder.exclude(selector);
    const { violations: found } = await builder.analyze();
    return found.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`));
  };
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
  expect(await violations(page, options), `axe on ${page.url()}`).toEqual([]);
}
