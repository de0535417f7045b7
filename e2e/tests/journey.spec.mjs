// The main job, end to end: register, enrol, learn, sit the exam, get a result by competence and level, and have a
// third person check the confirmation.
import { readCourse } from '../support/bank.mjs';
import { answerAll, asked, choose, form, held, save, start, submit } from '../support/exam.mjs';
import { expect, test } from '../support/fixtures.mjs';
import { enrol, learn, practise } from '../support/learn.mjs';
import { fillSignIn, loseSession, register } from '../support/people.mjs';

const course = await readCourse('mot-gio-chuyen-doi-so');
const questions = 18;
const claims = ['2.3', '1.2', '4.2'];

test('from registering to a confirmation that somebody else checks', async ({ page, someoneElse, check, shot }) => {
  test.setTimeout(180_000);
  await page.goto('/');
  await shot('01-catalogue');
  await page.getByRole('link', { name: course.title }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(course.title);

  // A lesson can be read and practised before there is an account, and nothing is kept of it.
  const [first] = course.lessons;
  await page.goto(`/khoa-hoc/${course.slug}/${first.path}`);
  await practise(page, first.questions[0], false);
  await check();
  await practise(page, first.questions[0]);

  const learner = await register(page, { name: 'Vàng Thị Mỷ', to: `/khoa-hoc/${course.slug}` });
  await expect(page).toHaveURL(new RegExp(`/khoa-hoc/${course.slug}$`, 'u'));
  await enrol(page, course);
  await expect(page.locator('main .tasks li', { hasText: 'Xong' })).toHaveCount(0);

  for (const [i, lesson] of course.lessons.entries()) {
    if (i === 3) {
      await page.goto(`/khoa-hoc/${course.slug}`);
      await check();
      await shot('02-course');
      await page.goto(`/khoa-hoc/${course.slug}/${lesson.path}`);
      await shot('03-lesson');
      await practise(page, lesson.questions[0], false);
      await page.locator(`form.ask[id="${lesson.questions[0].id}"]`).scrollIntoViewIfNeeded();
      await shot('04-practice');
    }
    await learn(page, course, lesson);
  }
  await page.goto('/cua-toi');
  await check();

  const attempt = await start(page, course);
  const seen = new Set();
  const count = await answerAll(page, course.bank, attempt, {
    right: true,
    each: async (n, question) => {
      seen.add(question.id);
      if (n === 7) await shot('05-exam-question');
      if (n === 1) await check();
    },
  });
  expect(count).toBe(questions);
  expect(seen.size, 'no question is asked twice').toBe(questions);
  await check();
  await submit(page, attempt);
  await expect(page.locator('.verdict')).toBeVisible();
  await check();

  await page.getByRole('link', { name: 'Xem kết quả' }).click();
  await expect(page).toHaveURL(new RegExp(`${attempt}/ket-qua$`, 'u'));
  await expect(page.locator('main .note.ok').first()).toContainText('Đạt');
  await expect(page.locator('main .note.ok').first()).toContainText('100');
  // Every claimed competence has a level, the highest that was asked, and says what it rests on.
  const levels = page.locator('.lvs > li');
  await expect(levels).toHaveCount(claims.length);
  for (const code of claims) {
    const level = levels.filter({ has: page.getByText(code, { exact: true }) });
    await expect(level.locator('.tag')).toHaveText('Bậc 2');
    await expect(level).toContainText('2/2');
    await expect(level).toContainText('3/3');
  }
  await check();
  await shot('06-result', { fullPage: false });

  await page.locator('a[href^="/giay/"]').click();
  await expect(page.locator('.cert .name')).toHaveText(learner.name);
  await expect(page.locator('.cert')).toContainText(course.title);
  await expect(page.locator('.cert svg.qr')).toBeVisible();
  await check();
  const serial = new URL(page.url()).pathname.split('/').pop();
  const shown = await page.locator('a[href^="/xac-thuc/"]').first().getAttribute('href');
  expect(shown).toBe(`/xac-thuc/${serial}`);
  // ≥ 100 random bits: at least 20 signs of an alphabet of 32.
  expect(serial.replace(/[^0-9a-z]/giu, '').length).toBeGreaterThanOrEqual(20);

  const other = await someoneElse();
  await other.page.goto('/xac-thuc');
  await other.page.locator('#ma').fill(serial);
  await other.page.locator('form[action="/xac-thuc"] button[type=submit]').click();
  await expect(other.page.locator('.verdict')).toHaveClass(/\bok\b/u);
  await expect(other.page.locator('main')).toContainText(learner.name);
  await expect(other.page.locator('main')).toContainText(course.title);
  await expect(other.page.locator('main')).not.toContainText(learner.login);
  await expect(other.page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/u);
  await other.check();
  await other.shot('07-check');

  const last = serial.at(-1);
  const wrong = serial.slice(0, -1) + (last === '7' ? '8' : '7');
  const answer = await other.page.goto(`/xac-thuc/${wrong}`);
  expect(answer.status()).toBe(404);
  await expect(other.page.locator('.verdict')).toHaveClass(/\bbad\b/u);
  await expect(other.page.locator('main')).not.toContainText(learner.name);
  await expect(other.page.locator('#ma')).toHaveValue(wrong);
  await other.check();
});

test('an exam that fails: the result says so, and when the next try is', async ({ page, check }) => {
  await register(page, { name: 'Sùng A Chứ' });
  await enrol(page, course);
  const attempt = await start(page, course);
  await answerAll(page, course.bank, attempt, { right: false });
  await submit(page, attempt);
  await page.goto(`${attempt}/ket-qua`);
  await expect(page.locator('main .note.warn').first()).toContainText('Chưa đạt');
  for (const level of await page.locator('.lvs > li .tag').all()) await expect(level).toHaveText('Dưới bậc 1');
  await expect(page.locator('a[href^="/giay/"]')).toHaveCount(0);
  await check();

  await page.goto(`/khoa-hoc/${course.slug}/thi`);
  await expect(page.locator(`form[action="/khoa-hoc/${course.slug}/thi"]`)).toHaveCount(0);
  await expect(page.locator('main .note').first()).toContainText(/24 giờ/u);
  await check();
  // The server keeps to it whatever is sent.
  const again = await page.request.post(`/khoa-hoc/${course.slug}/thi`, {
    form: { khoa: 'lan-nua' }, headers: { origin: new URL(page.url()).origin }, maxRedirects: 0,
  });
  expect(again.status()).toBe(303);
  expect(again.headers().location).toBe(`/khoa-hoc/${course.slug}/thi`);
});

test('nothing that happens to a browser loses an answer', async ({ page, context, check }) => {
  const learner = await register(page, { name: 'Lý Văn Phúc' });
  await enrol(page, course);
  const attempt = await start(page, course);
  const question = (n) => `${attempt}/cau/${n}`;

  // Refreshing and coming back: what was saved stands there again.
  await choose(page, await asked(page, course.bank), true);
  const given = await held(page);
  await save(page);
  await expect(page).toHaveURL(new RegExp(`${question(2)}(\\?|$)`, 'u'));
  await page.reload();
  await page.goto(question(1));
  expect(await held(page)).toEqual(given);
  await page.reload();
  expect(await held(page)).toEqual(given);
  await expect(page.locator('.cells li').first()).toContainText(/đã trả lời/iu);

  // Back in the browser and save again: the same place, not a second answer.
  await page.goto(question(2));
  await choose(page, await asked(page, course.bank), true);
  await save(page);
  await expect(page).toHaveURL(new RegExp(`${question(3)}(\\?|$)`, 'u'));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${question(2)}(\\?|$)`, 'u'));
  await save(page);
  await expect(page).toHaveURL(new RegExp(`${question(3)}(\\?|$)`, 'u'));

  // Going on from the start page leads to where the attempt stands.
  await page.goto(`/khoa-hoc/${course.slug}/thi`);
  await page.locator(`a[href="${attempt}"]`).click();
  await expect(page).toHaveURL(new RegExp(`${question(3)}$`, 'u'));

  // The sign-in ends in the middle: the answer is carried along, and signing in stores it.
  await choose(page, await asked(page, course.bank), true);
  const carried = await held(page);
  await loseSession(context);
  await save(page);
  await expect(page.locator('#password')).toBeVisible();
  await check();
  await page.locator('#contact').fill(learner.login);
  await page.locator('#password').fill('mot-mat-khau-khac');
  await page.locator('main button[type=submit]').click();
  await expect(page.locator('.errs')).toBeVisible();
  await fillSignIn(page, learner);
  await expect(page).toHaveURL(new RegExp(`${question(4)}(\\?|$)`, 'u'));
  await page.goto(question(3));
  expect(await held(page)).toEqual(carried);

  // A page of the exam asked for without a sign-in leads back to itself.
  await loseSession(context);
  await page.goto(question(5));
  await expect(page).toHaveURL(/\/dang-nhap\?ve=/u);
  await fillSignIn(page, learner);
  await expect(page).toHaveURL(new RegExp(`${question(5)}$`, 'u'));
});

test('two tabs of one attempt: what was done last counts, and nothing is dropped unseen', async ({ page, context, javaScriptEnabled }) => {
  await register(page, { name: 'Hà Thị Dung' });
  await enrol(page, course);
  const attempt = await start(page, course);
  const second = await context.newPage();
  await second.goto(`${attempt}/cau/1`);

  await choose(second, await asked(second, course.bank), true);
  const newer = await held(second);
  await save(second);
  await expect(second).toHaveURL(new RegExp(`${attempt}/cau/2(\\?|$)`, 'u'));

  // This page was loaded before the other one saved.
  await choose(page, await asked(page, course.bank), false);
  const older = await held(page);
  await save(page);
  const notice = page.locator('main .note[role=alert]');
  const next = new RegExp(`${attempt}/cau/2(\\?|$)`, 'u');
  // A form tells it by the number of the save; a script that saves each change may be ahead of the other tab by then.
  await expect.poll(async () => (await notice.isVisible()) || (javaScriptEnabled && next.test(page.url()))).toBe(true);
  if (await notice.isVisible()) {
    expect(await held(page)).toEqual(older);
    await second.goto(`${attempt}/cau/1`);
    expect(await held(second)).toEqual(newer);
    await save(page);
  }
  await expect(page).toHaveURL(next);
  await second.goto(`${attempt}/cau/1`);
  expect(await held(second)).toEqual(older);
});

test('sent twice, submitted twice, sent too late: one answer, one submission', async ({ page, app }) => {
  await register(page, { name: 'Mùa A Sử' });
  await enrol(page, course);
  const post = (path, fields) => page.request.post(path, { form: fields, headers: { origin: app.url }, maxRedirects: 0 });

  // The button that begins an exam, pressed twice, begins one.
  await page.goto(`/khoa-hoc/${course.slug}/thi`);
  const key = await page.locator('form[method=post] input[name=khoa]').first().inputValue();
  const begun = [];
  for (let i = 0; i < 2; i += 1) begun.push((await post(`/khoa-hoc/${course.slug}/thi`, { khoa: key })).headers().location);
  expect(begun[0]).toMatch(/^\/bai-thi\/[^/]+$/u);
  expect(begun[1]).toBe(begun[0]);
  const [attempt] = begun;

  // One answer sent twice is stored once; its key with another answer is refused.
  await page.goto(`${attempt}/cau/1`);
  await choose(page, await asked(page, course.bank), true);
  const fields = await form(page).evaluate((element) => Object.fromEntries(new FormData(element)));
  const path = `${attempt}/cau/1`;
  for (let i = 0; i < 2; i += 1) {
    const answer = await post(path, fields);
    expect(answer.status()).toBe(303);
    expect(answer.headers().location).toMatch(new RegExp(`${attempt}/cau/2`, 'u'));
  }
  expect((await post(path, { ...fields, 'danh-dau': '1' })).status()).toBe(422);

  // Submitted twice: the same receipt. Blank questions are allowed.
  await page.goto(`${attempt}/xem-lai`);
  await expect(page.locator('main')).toContainText(`Còn ${questions - 1} câu chưa trả lời`);
  const receipts = new Set();
  for (let i = 0; i < 2; i += 1) {
    const answer = await post(`${attempt}/nop`, {});
    expect(answer.status()).toBe(303);
    expect(answer.headers().location).toBe(`${attempt}/bien-nhan`);
    await page.goto(`${attempt}/bien-nhan`);
    receipts.add(await page.locator('.kv dd .num').first().textContent());
  }
  expect(receipts.size).toBe(1);

  // Back in the browser, and an answer that comes after the submission.
  await page.goto(path);
  await expect(page).toHaveURL(new RegExp(`${attempt}/bien-nhan$`, 'u'));
  // Another answer than the one that is kept: the same one would be a lost reply, and leads to the receipt.
  const other = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, /^y\d+$/u.test(name) ? String(3 - Number(value)) : value]));
  const late = await post(path, { ...other, khoa: 'muon', sequence: '99', nhap: 'muộn', chon: fields.chon === '1' ? '0' : '1' });
  expect(late.status()).toBe(409);
  await page.goto(`${attempt}/ket-qua`);
  await expect(page.locator('main')).toContainText(`1/${questions}`);
});

test('Back after submitting leads to the receipt', async ({ page }) => {
  await register(page, { name: 'Bùi Thị Hoa' });
  await enrol(page, course);
  const attempt = await start(page, course);
  await save(page);
  await page.goto(`${attempt}/xem-lai`);
  await submit(page, attempt);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${attempt}/bien-nhan$`, 'u'));
});

test('practice without an account keeps nothing, with one it keeps progress', async ({ page }) => {
  const [lesson] = course.lessons;
  const path = `/khoa-hoc/${course.slug}/${lesson.path}`;
  await page.goto(path);
  await practise(page, lesson.questions[0]);
  expect((await page.context().cookies()).filter((cookie) => cookie.name !== 'lang')).toEqual([]);
  await register(page, { name: 'Thào Thị Sua' });
  await enrol(page, course);
  await page.goto(path);
  await expect(page.locator(`form.ask[id="${lesson.questions[0].id}"] .save`)).toHaveCount(0);
  await practise(page, lesson.questions[0]);
  await page.reload();
  await page.goto(path);
  await expect(page.locator(`form.ask[id="${lesson.questions[0].id}"] .save`)).toHaveClass(/\bok\b/u);
});
