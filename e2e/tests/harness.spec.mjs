// The harness itself: an audit that finds nothing, or a watch that sees
// nothing, would let every journey pass.
import { parsePeople } from '../support/server.mjs';
import { violations } from '../support/axe.mjs';
import { expect, test } from '../support/fixtures.mjs';

const faulty = `<!doctype html><html lang="vi"><title>Trang thử</title><body>
<main><h1>Trang thử</h1><input><a href="#a" style="font-size:8px;line-height:8px">a</a><a href="#b" style="font-size:8px;line-height:8px">b</a>
<p style="color:#aaa;background:#fff">chữ mờ</p><noscript><img src="/nothing.png" width="40" height="40"></noscript></main>
<script>document.body.insertAdjacentHTML('beforeend', '<p id="scripted">có mã</p>')</script>`;

test('axe finds faults, with scripts and without', async ({ page, javaScriptEnabled }) => {
  await page.route('**/trang-thu', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: faulty }));
  await page.goto('/trang-thu');
  const found = await violations(page, { scripts: javaScriptEnabled });
  const rules = found.map((line) => line.split(':')[0]);
  expect(rules).toEqual(expect.arrayContaining(['color-contrast', 'label', 'target-size']));
  // The audit must see the page of this project: what stands in noscript is
  // there only without scripts, what a script writes only with them.
  expect(rules.includes('image-alt')).toBe(!javaScriptEnabled);
  await expect(page.locator('noscript')).toHaveCount(1);
  await expect(page.locator('#scripted')).toHaveCount(javaScriptEnabled ? 1 : 0);
});

test('the sign-ins of the demo are read from what it prints', () => {
  const printed = [
    'hocso demo: http://127.0.0.1:8080',
    '  learner        Lò Thị Ánh         0100000001   mua-tre',
    '  administrator  Nguyễn Thị Thanh Huyền admin@demo.example dong-gieng',
    '  learner only',
    '  teacher        Ai Đó              0100000002   mua-tre',
  ].join('\n');
  expect(parsePeople(printed)).toEqual([
    { role: 'learner', name: 'Lò Thị Ánh', login: '0100000001', password: 'mua-tre' },
    { role: 'administrator', name: 'Nguyễn Thị Thanh Huyền', login: 'admin@demo.example', password: 'dong-gieng' },
  ]);
});
