// Getting in and back in: forms that keep what was typed, lock-out, a manager's code, the first administrator, roles,
// languages.
import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/fixtures.mjs';
import { fillRegistration, fillSignIn, freshPhone, password, register, signIn } from '../support/people.mjs';
import { Server } from '../support/server.mjs';

/** The summary stands first, leads to each field, and says the same words there. */
async function expectRefused(page, ids) {
  await expect(page.locator('.errs')).toBeVisible();
  await expect(page).toHaveTitle(/^(Lỗi|Error)/u);
  const links = page.locator('.errs a');
  await expect(links).toHaveCount(ids.length);
  for (const [i, id] of ids.entries()) {
    const link = links.nth(i);
    await expect(link).toHaveAttribute('href', `#${id}`);
    const field = page.locator(`[id="${id}"]`);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    const described = (await field.getAttribute('aria-describedby')).split(' ');
    const words = await Promise.all(described.map((one) => page.locator(`[id="${one}"]`).textContent()));
    expect(words.map((text) => text.trim())).toContain((await link.textContent()).trim());
    await link.click();
    await expect(page).toHaveURL(new RegExp(`#${id}$`, 'u'));
  }
}

test('registering: everything that is wrong is said at once, and what was typed stays', async ({ page, check }) => {
  await page.goto('/dang-ky');
  await page.locator('form[action="/dang-ky"] button[type=submit]').click();
  await expectRefused(page, ['name', 'contact', 'password', 'consent']);
  await check();

  await page.goto('/dang-ky');
  await fillRegistration(page, { name: '  Lò   Văn Tủi ', contact: '12345', secret: 'ngan', consent: true });
  await page.locator('#audience').selectOption('nguoi-lao-dong');
  await page.locator('form[action="/dang-ky"] button[type=submit]').click();
  await expectRefused(page, ['contact', 'password']);
  await expect(page.getByLabel('Họ và tên')).toHaveValue(/Lò\s+Văn Tủi/u);
  await expect(page.locator('#contact')).toHaveValue('12345');
  await expect(page.locator('#audience')).toHaveValue('nguoi-lao-dong');
  await expect(page.locator('#consent')).toBeChecked();
  await expect(page.locator('#password'), 'a password is never sent back').toHaveValue('');
  await check();

  const contact = freshPhone();
  await page.locator('#contact').fill(contact);
  await page.locator('#password').fill(password);
  await page.locator('form[action="/dang-ky"] button[type=submit]').click();
  await expect(page.locator('.who')).toHaveText('Lò Văn Tủi');
  await page.goto('/tai-khoan');
  await expect(page.locator('main')).toContainText('Người lao động');
  await expect(page.locator('.tag.warn')).toBeVisible();

  // The number is taken now; consent is not ticked beforehand.
  await page.locator('form[action="/dang-xuat"] button').click();
  await expect(page.locator('.who')).toHaveText('Đăng nhập');
  await page.goto('/dang-ky');
  await expect(page.locator('#consent')).not.toBeChecked();
  await fillRegistration(page, { name: 'Ai Khác', contact, secret: 'mot-mat-khau-khac-2026' });
  await page.locator('form[action="/dang-ky"] button[type=submit]').click();
  await expectRefused(page, ['contact']);
  // A button pressed twice, or a lost reply, is no second registration: the right password signs in.
  await page.locator('#password').fill(password);
  await page.locator('form[action="/dang-ky"] button[type=submit]').click();
  await expect(page.locator('.who')).toHaveText('Lò Văn Tủi');
});

test('signing in: the same words for a wrong name and a wrong password, and a lock after too many', async ({ page, someoneElse, check }) => {
  const person = await register(page, { name: 'Giàng Thị Say' });
  const { page: other } = await someoneElse();
  await other.goto('/dang-nhap');
  await fillSignIn(other, { login: freshPhone(), password });
  const unknown = await other.locator('.errs').textContent();
  await expect(other.locator('.errs')).toBeVisible();

  const words = new Set();
  let tries = 0;
  for (; tries < 20; tries += 1) {
    await other.goto('/dang-nhap');
    const answered = other.waitForResponse((response) => response.request().method() === 'POST');
    await fillSignIn(other, { login: person.login, password: `sai-mat-khau-${tries}` });
    if ((await answered).status() === 429) break;
    await expect(other.locator('#contact')).toHaveValue(person.login);
    words.add(await other.locator('.errs').textContent());
  }
  expect([...words]).toEqual([unknown]);
  expect(tries).toBe(8);
  await expect(other.locator('.errs')).toContainText('15 phút');
  // Locked is locked, also for the right password; whoever is in stays in.
  await other.goto('/dang-nhap');
  await fillSignIn(other, person);
  await expect(other.locator('.errs')).toBeVisible();
  await page.goto('/tai-khoan');
  await expect(page.locator('main')).toContainText(person.name);
  await check();
});

test('a forgotten password: a manager makes a code, the learner uses it', async ({ page, app, someoneElse, check, shot }) => {
  const learner = app.people.filter((one) => one.role === 'learner')[1];
  await signIn(page, app.person('manager'));
  await page.goto('/quan-ly');
  await expect(page.getByRole('link', { name: learner.name })).toBeVisible();
  await check();
  await shot('08-people');
  await page.getByRole('link', { name: learner.name }).click();
  await page.locator('form[action$="/ma"] button[type=submit]').click();
  const code = (await page.locator('#ma').textContent()).replace(/\D/gu, '');
  expect(code).toMatch(/^\d{8}$/u);
  await check();

  const other = await someoneElse();
  await other.page.goto('/quen-mat-khau');
  await other.check();
  await other.page.locator('a[href="/dat-lai"]').click();
  const form = other.page.locator('form[action="/dat-lai"]');
  await form.locator('#contact').fill(learner.login);
  await form.locator('#code').fill(code === '00000000' ? '00000001' : '00000000');
  await form.locator('#password').fill('bon-chu-ghep-lai-2026');
  await form.locator('button[type=submit]').click();
  await expect(other.page.locator('.errs')).toBeVisible();
  await expect(other.page.locator('#contact')).toHaveValue(learner.login);
  await other.check();
  await form.locator('#code').fill(`${code.slice(0, 4)} ${code.slice(4)}`);
  await form.locator('#password').fill('bon-chu-ghep-lai-2026');
  await form.locator('button[type=submit]').click();
  await expect(other.page.locator('.who')).toHaveText(learner.name);
  await expect(other.page.locator('.note.ok')).toBeVisible();
  await other.check();

  // The old password is gone, the new one works, the code is used up.
  const third = await someoneElse();
  await third.page.goto('/dang-nhap');
  await fillSignIn(third.page, learner);
  await expect(third.page.locator('.errs')).toBeVisible();
  await signIn(third.page, { ...learner, password: 'bon-chu-ghep-lai-2026' });
  await third.context.clearCookies();
  await third.page.goto('/dat-lai');
  const again = third.page.locator('form[action="/dat-lai"]');
  await again.locator('#contact').fill(learner.login);
  await again.locator('#code').fill(code);
  await again.locator('#password').fill('bon-chu-khac-nua-2026');
  await again.locator('button[type=submit]').click();
  await expect(third.page.locator('.errs')).toBeVisible();
});

test('changing the password, and signing out the other devices', async ({ page, someoneElse, check }) => {
  const person = await register(page, { name: 'Quàng Văn Dũng' });
  const { page: other } = await someoneElse();
  await signIn(other, person);

  await page.goto('/tai-khoan/thiet-bi');
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await check();
  await page.locator('form[action="/tai-khoan/thiet-bi/thoat-het"] button').click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await other.goto('/tai-khoan');
  await expect(other).toHaveURL(/\/dang-nhap/u);

  await page.goto('/tai-khoan/mat-khau');
  await page.locator('#old').fill('khong-dung');
  await page.locator('#password').fill('mot-cau-moi-han-2026');
  await page.locator('form[action="/tai-khoan/mat-khau"] button[type=submit]').click();
  await expectRefused(page, ['old']);
  await page.locator('#old').fill(person.password);
  await page.locator('#password').fill('mot-cau-moi-han-2026');
  await page.locator('form[action="/tai-khoan/mat-khau"] button[type=submit]').click();
  await expect(page.locator('.note.ok')).toBeVisible();
  await signIn(other, { ...person, password: 'mot-cau-moi-han-2026' });
});

test('each role sees its own part of the site', async ({ app, someoneElse }) => {
  const menu = {
    learner: { nav: ['/', '/cua-toi'], people: 404, units: 404, settings: 404, courses: 404 },
    author: { nav: ['/', '/cua-toi', '/quan-ly/khoa-hoc'], people: 404, units: 404, settings: 404, courses: 200 },
    manager: { nav: ['/', '/cua-toi', '/quan-ly'], people: 200, units: 200, settings: 404, courses: 404 },
    administrator: { nav: ['/', '/cua-toi', '/quan-ly'], people: 200, units: 200, settings: 200, courses: 200 },
  };
  for (const [role, sees] of Object.entries(menu)) {
    const { page } = await someoneElse();
    await signIn(page, app.person(role));
    await page.goto('/');
    const links = await page.locator('.nav a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links, role).toEqual(sees.nav);
    for (const [path, status] of [['/quan-ly', sees.people], ['/quan-ly/don-vi', sees.units], ['/quan-ly/cai-dat', sees.settings], ['/quan-ly/khoa-hoc', sees.courses]]) {
      expect((await page.request.get(path)).status(), `${role} ${path}`).toBe(status);
    }
  }
  // A manager sees the people of the own unit and below, nobody else's.
  const { page } = await someoneElse();
  await signIn(page, app.person('manager'));
  await page.goto('/quan-ly');
  const [first, , third] = app.people.filter((one) => one.role === 'learner');
  await expect(page.locator('main')).toContainText(first.name);
  await expect(page.locator('main')).not.toContainText(third.name);
});

test('English and back, on the page where one is', async ({ page, check }) => {
  await page.goto('/xac-thuc');
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/xac-thuc$/u);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  for (const path of ['/', '/dang-ky', '/khoa-hoc/mot-gio-chuyen-doi-so', '/khung-nang-luc', '/rieng-tu', '/huong-dan']) {
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await check();
  }
  await page.getByRole('link', { name: 'Tiếng Việt' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
});

test('what the consent form promises: correct, download, erase', async ({ page, someoneElse, check }) => {
  const person = await register(page, { name: 'Vàng Thi Mỷ' });
  await page.goto('/tai-khoan');
  await page.getByRole('link', { name: 'Sửa họ tên, liên hệ' }).click();
  await page.getByLabel('Họ và tên').fill('');
  await page.locator('main button[type=submit]').click();
  await expectRefused(page, ['name', 'old']);
  await check();
  await page.getByLabel('Họ và tên').fill('Vàng Thị Mỷ');
  await page.locator('#old').fill(password);
  await page.locator('main button[type=submit]').click();
  await expect(page.locator('.who')).toHaveText('Vàng Thị Mỷ');
  await expect(page.locator('[role=status]')).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải về dữ liệu của tôi' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^hocso-du-lieu-\d{4}-\d\d-\d\d\.json$/u);
  const data = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(data.account.name).toBe('Vàng Thị Mỷ');
  expect(data.consents).toHaveLength(1);

  await page.getByRole('link', { name: 'Xóa tài khoản' }).click();
  await check();
  await page.locator('main button[type=submit]').click();
  await expectRefused(page, ['password']);
  await page.locator('#password').fill(password);
  await page.locator('main button[type=submit]').click();
  await expect(page.locator('[role=status]')).toContainText('Đã xóa tài khoản');
  await expect(page.locator('.who')).toHaveText('Đăng nhập');
  await check();

  const { page: later, context } = await someoneElse();
  await later.goto('/dang-nhap');
  await fillSignIn(later, person);
  await expect(later.locator('.errs')).toBeVisible();
  await context.close();
});

test('hocso serve: a one-time link makes the first administrator', async ({ page, watch, check }) => {
  const server = await Server.start({ command: 'serve' });
  try {
    watch.allow(server);
    await page.goto(server.firstLink);
    await check();
    await page.locator('main button[type=submit]').click();
    await expectRefused(page, ['unit', 'name', 'contact', 'password', 'consent']);
    await page.goto(server.firstLink);
    await page.locator('#unit').fill('Tỉnh Sông Lam');
    await page.locator('#name').fill('Trần Quốc Bình');
    await page.locator('#contact').fill('binh@songlam.example');
    await page.locator('#password').fill(password);
    await page.locator('#consent').check();
    await page.locator('main button[type=submit]').click();
    await expect(page.locator('.who')).toHaveText('Trần Quốc Bình');
    await expect(page.locator('.brand small')).toHaveText('Tỉnh Sông Lam');
    await expect(page.locator('.net')).toHaveCount(0);
    await page.goto(`${server.url}/quan-ly`);
    await expect(page.locator('main')).toContainText('Trần Quốc Bình');
    await check();
    // The link is used up, also for whoever finds it.
    const answer = await page.goto(server.firstLink);
    expect(answer.status()).toBe(410);
    await check();
  } finally {
    await server.stop();
  }
});
