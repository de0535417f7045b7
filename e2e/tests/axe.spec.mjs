// Every page of the router, for every role, in every state that it has: the right status, axe without findings in the
// light and in the dark, and nothing to scroll sideways on 320 px.
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { faults, overflow } from '../support/axe.mjs';
import { expect } from '../support/fixtures.mjs';
import { rights, test as base } from '../support/lab.mjs';
import { choose } from '../support/learn.mjs';
import { register } from '../support/people.mjs';
import { forms, recipes } from '../support/recipes.mjs';
import { routes } from '../support/server.mjs';

const test = base.extend({
  /** await as('manager') → a page of somebody with that role. */
  as: async ({ someoneElse, lab }, use) => {
    await use(async (role, options = {}) => (await someoneElse({ storageState: lab.states[role], ...options })).page);
  },
});

// A trace would keep axe's half a megabyte for every page; what failed is told in words.
test.use({ trace: 'off' });

const pages = (await routes()).filter((route) => route.method === 'GET');

test('the router gives its pages, and every one has a recipe', async ({ lab }) => {
  expect(pages.length).toBeGreaterThan(30);
  const known = recipes(lab);
  expect(pages.map((route) => route.path).filter((path) => !known[path]), 'routes without a recipe').toEqual([]);
  expect(Object.keys(known).filter((path) => !pages.some((route) => route.path === path)), 'recipes without a route').toEqual([]);
  const permissions = new Set(Object.values(rights).flat());
  expect(pages.filter((route) => route.who && !permissions.has(route.who)), 'routes that nobody here may take').toEqual([]);
});

// What of a page tells it from another: not who is signed in, not keys and times.
function signature(lab, html) {
  let text = html;
  for (const name of lab.names) text = text.replaceAll(name, 'N');
  return text.replace(/name="khoa" value="[^"]*"|data-(?:end|now)="\d+"|\d\d:\d\d|\b[0-9A-Z]{16}\b/gu, '');
}

const audited = new Set();

for (const role of Object.keys(rights)) {
  test(`every page as ${role}`, async ({ as, lab, javaScriptEnabled }) => {
    test.setTimeout(600_000); // ends a hang; says nothing about speed
    const page = await as(role);
    const known = recipes(lab);
    const wrong = [];
    for (const route of pages) {
      for (const state of known[route.path] ?? []) {
        const where = `${role}, ${route.path} ${state.name}: ${state.to}`;
        const answer = await page.request.get(state.to, { maxRedirects: 0 });
        const expected = state.status?.(role) ?? statusFor(route, role);
        if (![expected].flat().includes(answer.status())) wrong.push(`${where}: status ${answer.status()}, not ${expected}`);
        if (answer.status() >= 300 && answer.status() < 400) continue;
        if (state.html === false || !answer.headers()['content-type']?.startsWith('text/html')) continue;
        const body = await answer.text();
        for (const raw of untranslated(body)) wrong.push(`${where}: a message without words: ${raw}`);
        const seen = signature(lab, body);
        if (audited.has(seen)) continue;
        audited.add(seen);
        await page.goto(state.to);
        wrong.push(...(await faults(page, { scripts: javaScriptEnabled })).map((fault) => `${where}: ${fault}`));
      }
    }
    expect(wrong).toEqual([]);
  });
}

function statusFor(route, role) {
  if (route.who === '' || rights[role].includes(route.who)) return 200;
  return role === 'public' ? 303 : 404;
}

const i18n = fileURLToPath(new URL('../../assets/i18n/vi', import.meta.url));
const areas = new Set((await readdir(i18n)).flatMap((name) => Object.keys(JSON.parse(readFileSync(path.join(i18n, name), 'utf8')))).map((key) => key.split('.')[0]));

// Keys of messages that stand where their words belong.
function untranslated(html) {
  const lines = html.replace(/<[^>]*>/gu, '\n').split('\n').map((line) => line.trim());
  return lines.filter((line) => !/\.(?:md|svg)$/u.test(line) && /^[a-z]+(?:-[a-z]+)*(?:\.[a-z0-9-]+)+$/u.test(line) && areas.has(line.split('.')[0]));
}

test('forms that come back with something to correct', async ({ as, lab, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const wrong = [];
  const audit = async (page, what) => {
    const count = await page.locator('.errs a').count();
    if (count === 0) wrong.push(`${what}: no summary of errors`);
    for (const link of await page.locator('.errs a').all()) {
      const target = await link.getAttribute('href');
      if ((await page.locator(`[id="${target.slice(1)}"]`).count()) !== 1) wrong.push(`${what}: the summary leads nowhere: ${target}`);
    }
    wrong.push(...(await faults(page, { scripts: javaScriptEnabled })).map((fault) => `${what}: ${fault}`));
  };
  const press = async (page, path, action, button = 'button[type=submit]') => {
    await page.goto(path);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.locator(`form[action="${action}"] ${button}`).first().click();
    const status = (await answered).status();
    if (status !== 422) wrong.push(`${path}: status ${status}, not 422`);
    await audit(page, path);
  };
  const guest = await as('public');
  await press(guest, '/dang-ky', '/dang-ky');
  await press(guest, '/dang-nhap', '/dang-nhap');
  await press(guest, '/dat-lai', '/dat-lai');
  await guest.goto('/xac-thuc');
  await guest.locator('form[action="/xac-thuc"] button[type=submit]').click();
  await audit(guest, '/xac-thuc');
  const learner = await as('newcomer');
  await press(learner, '/tai-khoan/mat-khau', '/tai-khoan/mat-khau');
  await press(learner, '/tai-khoan/sua', '/tai-khoan/sua');
  await press(learner, '/tai-khoan/xoa', '/tai-khoan/xoa');
  const author = await as('author');
  const studio = `/quan-ly/khoa-hoc/${lab.short.slug}/soan`;
  await press(author, '/quan-ly/khoa-hoc/moi', '/quan-ly/khoa-hoc/moi');
  await press(author, `${studio}/them`, `${studio}/them`);
  for (const kind of forms) await press(author, `${studio}/cau-hoi?ten=${encodeURIComponent(lab.draftFile)}&loai=${kind}`, `${studio}/cau-hoi`, 'button[value=chen]');
  await press(author, `${studio}/dich?ten=${encodeURIComponent(lab.draftFile)}`, `${studio}/dich`);
  const reviewer = await as('administrator');
  const review = `/quan-ly/khoa-hoc/${lab.course.slug}/soan/duyet`;
  await press(reviewer, review, review);
  expect(wrong).toEqual([]);
});

test('a confirmation is revoked, its holder is erased: before, refused and after', async ({ as, lab, javaScriptEnabled }) => {
  test.setTimeout(400_000);
  const wrong = [];
  const audit = async (page, what) => wrong.push(...(await faults(page, { scripts: javaScriptEnabled })).map((fault) => `${what}: ${fault}`));
  const holder = await as('public');
  const { name } = await register(holder, { name: 'Tẩn Láo Tả' });
  const { serial } = await lab.graduate(holder);
  const boss = await as('administrator');
  await boss.goto(`/quan-ly?tim=${encodeURIComponent(name)}`);
  await boss.getByRole('link', { name }).click();
  const person = new URL(boss.url()).pathname;
  const send = () => boss.locator('main form button[type=submit]').first().click();

  await boss.goto(`${person}/sua`);
  await boss.getByLabel('Họ và tên').fill('');
  await send();
  await expect(boss.locator('.errs a')).toHaveCount(1);
  await audit(boss, 'a correction that is refused');
  await boss.goto(`${person}/giay/${serial}/thu-hoi`);
  await audit(boss, 'a confirmation to be revoked');
  await send();
  await expect(boss.locator('.errs a')).toHaveCount(2);
  await audit(boss, 'a revocation that is refused');
  await boss.locator('[name=why][value=mistake]').check();
  await boss.locator('#reason').fill('Cấp nhầm người');
  await send();
  await expect(boss.locator('[role=status]')).toBeVisible();
  await audit(boss, 'a person whose confirmation was revoked');
  expect((await boss.request.get(`${person}/giay/${serial}/thu-hoi`)).status()).toBe(409);

  for (const path of [`/giay/${serial}`, '/cua-toi']) {
    await holder.goto(path);
    await audit(holder, `${path} of a revoked confirmation`);
  }
  await holder.goto(`/xac-thuc/${serial}`);
  await expect(holder.locator('main')).toContainText('thu hồi');
  await audit(holder, 'checking a revoked confirmation');

  await boss.goto(`${person}/xoa`);
  await send();
  await expect(boss.locator('.errs a')).toHaveCount(1);
  await audit(boss, 'an erasure that is refused');
  await boss.locator('#asked').check();
  await send();
  await expect(boss.locator('[role=status]')).toBeVisible();
  await audit(boss, 'after an erasure');
  expect((await boss.request.get(person)).status()).toBe(404);
  await holder.goto(`/xac-thuc/${serial}`);
  await expect(holder.locator('main')).toContainText('thu hồi');
  await expect(holder.locator('main')).not.toContainText(name);
  await audit(holder, 'checking a revoked confirmation of nobody');
  expect(wrong).toEqual([]);
});

test('a holder who erases the account withdraws the confirmation', async ({ as, lab, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const page = await as('public');
  const { password } = await register(page, { name: 'Sùng Thị Mao' });
  const { serial } = await lab.graduate(page);
  await page.goto('/tai-khoan/xoa');
  await page.locator('#password').fill(password);
  await page.locator('form[action="/tai-khoan/xoa"] button[type=submit]').click();
  await expect(page.locator('[role=status]')).toBeVisible();
  const wrong = await faults(page, { scripts: javaScriptEnabled });
  await page.goto(`/xac-thuc/${serial}`);
  await expect(page.locator('main')).toContainText('rút lại');
  wrong.push(...(await faults(page, { scripts: javaScriptEnabled })));
  expect(wrong).toEqual([]);
});

test('answers of every type come back with feedback, and a blank one with what is missing', async ({ as, lab, javaScriptEnabled }) => {
  const wrong = [];
  const page = await as('newcomer');
  for (const lesson of lab.short.lessons) {
    for (const question of lesson.questions) {
      await page.goto(`/khoa-hoc/${lab.short.slug}/${lesson.path}`);
      const ask = page.locator(`form.ask[id="${question.id}"]`);
      await ask.locator('button[type=submit]').click();
      await expect(ask.locator('.err, > .note:not(.fb)')).not.toHaveCount(0);
      wrong.push(...(await faults(page, { scripts: javaScriptEnabled })).map((fault) => `${question.id}, blank: ${fault}`));
      await choose(ask, question, false);
      await ask.locator('button[type=submit]').click();
      await expect(ask.locator('> .note:not(.fb)')).toBeVisible();
      wrong.push(...(await faults(page, { scripts: javaScriptEnabled })).map((fault) => `${question.id}, answered: ${fault}`));
    }
  }
  expect(wrong).toEqual([]);
});

test('with text of double size nothing is cut off or scrolls sideways', async ({ as, lab }) => {
  const page = await as('learner');
  const wrong = [];
  for (const path of ['/', `/khoa-hoc/${lab.course.slug}`, `/khoa-hoc/${lab.course.slug}/${lab.course.lessons[0].path}`, `${lab.underway}/cau/1`,
    `${lab.underway}/xem-lai`, `${lab.passed}/ket-qua`, `/xac-thuc/${lab.serial}`, '/cua-toi', '/tai-khoan']) {
    await page.goto(path);
    const [before, after] = await page.evaluate(() => {
      const size = () => parseFloat(getComputedStyle(document.querySelector('main p, main li, main dd')).fontSize);
      const first = size();
      document.documentElement.style.fontSize = '200%';
      return [first, size()];
    });
    if (Math.abs(after / before - 2) > 0.02) wrong.push(`${path}: text of ${before} px became ${after} px`);
    const wide = await overflow(page);
    if (wide) wrong.push(`${path}: ${wide}`);
  }
  expect(wrong).toEqual([]);
});

test('the keyboard: a skip link first, focus that is seen, everything reached', async ({ as, lab }) => {
  const page = await as('learner');
  const wrong = [];
  for (const path of ['/', `/khoa-hoc/${lab.course.slug}/${lab.course.lessons[0].path}`, `${lab.underway}/cau/1`, '/tai-khoan/mat-khau', `/xac-thuc/${lab.serial}`]) {
    await page.goto(path);
    await page.keyboard.press('Tab');
    const skip = page.locator('a.skip');
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#noi-dung$/u);

    await page.goto(path);
    const reach = await page.locator('a[href], button, input:not([type=hidden]), select, textarea, summary').count();
    const met = new Set();
    for (let i = 0; i < reach + 5; i += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(focused);
      if (!at) break;
      met.add(at.html);
      if (!at.seen) wrong.push(`${path}: focus cannot be seen on ${at.html}`);
    }
    const main = await page.locator('main a[href], main button, footer a[href]').count();
    if (met.size < Math.min(main, 3)) wrong.push(`${path}: only ${met.size} things are reached with Tab`);
  }
  expect(wrong).toEqual([]);
});

// Whether what has the focus shows it: by a ring of its own or of the label around it.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const around = [element, element.closest('label, li, tr')].filter(Boolean);
  const ring = around.some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const box = element.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight;
  return { html: element.outerHTML.slice(0, 160), seen: ring && inView };
}

test('an exam whose time runs out submits what it has, also when nobody comes back', async ({ as, lab, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const page = await as('learner');
  // A minute of the exam and the seconds of grace; most of it has gone by with the tests before.
  await expect.poll(async () => (await page.request.get(`${lab.expiring}/cau/1`, { maxRedirects: 0 })).status(), {
    timeout: 90_000, intervals: [1000],
  }).toBe(303);
  const wrong = [];
  for (const part of ['bien-nhan', 'ket-qua', 'dap-an']) {
    const answer = await page.goto(`${lab.expiring}/${part}`);
    expect(answer.status()).toBe(200);
    wrong.push(...(await faults(page, { scripts: javaScriptEnabled })).map((fault) => `${part}: ${fault}`));
  }
  await page.goto(`${lab.expiring}/ket-qua`);
  await expect(page.locator('main')).toContainText('hết giờ');
  for (const path of [`/khoa-hoc/${lab.short.slug}/thi`, '/cua-toi', `/khoa-hoc/${lab.short.slug}`]) {
    await page.goto(path);
    wrong.push(...(await faults(page, { scripts: javaScriptEnabled })).map((fault) => `${path}: ${fault}`));
  }
  // An answer that comes now is refused, and says that it is not stored.
  const late = await page.request.post(`${lab.expiring}/cau/1`, {
    form: { khoa: 'qua-gio', sequence: '9', chon: '0', nhap: '1', y0: '1' }, headers: { origin: lab.server.url }, maxRedirects: 0,
  });
  expect(late.status()).toBe(409);
  expect(wrong).toEqual([]);
});
