import { expect, test } from '../support/fixtures.mjs';

test('the front page opens, says what it is, and stands up to axe', async ({ page, check }) => {
  const response = await page.goto('/');
  expect(response.status()).toBe(200);
  await expect(page.locator('html')).toHaveAttribute('lang', /^(vi|en)/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // Nothing to scroll sideways to, also at 360 px.
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(client);
  await check();
});
