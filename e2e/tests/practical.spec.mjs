// A practical task from end to end: handed in with a picture, replaced, judged as not passed, handed in again, passed; and
// two who judge at once.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test as base } from '../support/fixtures.mjs';
import { enrol } from '../support/learn.mjs';
import { signIn } from '../support/people.mjs';
import { correct, handIn, judge, photograph, screenshot } from '../support/task.mjs';

const source = fileURLToPath(new URL('../../internal/web/testdata/khoa-thu', import.meta.url));

const test = base.extend({
  /** The test course of the pages, whose second lesson has a task. */
  course: [
    async ({ app }, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'hocso-course-'));
      await cp(source, path.join(folder, 'khoa-thu'), { recursive: true });
      await app.run('publish', path.join(folder, 'khoa-thu'));
      await use({ slug: 'khoa-thu', lesson: '/khoa-hoc/khoa-thu/bat-dau/bai-hai' });
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

test('a task is handed in, judged, handed in again and passed', async ({ app, page, course, someoneElse, check }) => {
  test.setTimeout(180_000);
  const task = `${course.lesson}/nop/kt-nop`;
  await page.goto(course.lesson);
  await expect(page.locator('#kt-nop')).toContainText('Đăng nhập để nộp bài');
  await signIn(page, app.person('learner'));
  await enrol(page, course);
  await page.goto(course.lesson);
  await page.locator('#kt-nop').getByRole('link', { name: 'Nộp bài' }).click();
  await expect(page).toHaveURL(new RegExp(`${task}$`, 'u'));
  await check();

  // Nothing to judge is refused, and what was written is kept.
  await page.locator('#picture').setInputFiles({ name: 'ghi-chu.txt', mimeType: 'text/plain', buffer: Buffer.from('chữ') });
  await page.locator('#text').fill('Tôi giúp bà Mai.');
  await page.locator('main form button[type=submit]').click();
  await expect(page.locator('.errs')).toContainText('Không đọc được ảnh này');
  await expect(page.locator('#text')).toHaveValue('Tôi giúp bà Mai.');
  await check();

  await handIn(page, task, { text: 'Tôi giúp bà Mai.', picture: true });
  await expect(page.locator('main')).toContainText('Đã nộp, đang chờ chấm');
  const picture = page.locator('main .fig img');
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((img) => img.naturalWidth)).toBe(90);
  await check();
  await handIn(page, task, { text: 'Tôi giúp bà Mai mở ứng dụng, bà bấm một nửa.' });

  const manager = await someoneElse();
  await signIn(manager.page, app.person('manager'));
  await manager.page.goto('/quan-ly');
  await manager.page.getByRole('link', { name: /^Bài chờ chấm \(\d+\)$/u }).click();
  await manager.check();
  const row = manager.page.locator('tbody tr', { hasText: app.person('learner').name });
  await expect(row).toContainText('Làm rồi nộp');
  const work = await row.getByRole('link').getAttribute('href');
  await manager.page.goto(work);
  await expect(manager.page.locator('main')).toContainText('bà bấm một nửa');
  await manager.check();
  await manager.page.locator('main form button[type=submit]').click();
  await expect(manager.page.locator('.errs a')).toHaveCount(2);
  await manager.check();

  // Another one has the page open as well, and comes second.
  const other = await someoneElse();
  await signIn(other.page, app.person('administrator'));
  await other.page.goto(work);
  for (const name of ['n0', 'n1']) await other.page.locator(`input[name=${name}][value="1"]`).check();
  await other.page.locator('#y0').fill('Tôi thấy được rồi.');
  await judge(manager.page, work, { grades: [2, 3], comment: 'Để bà tự bấm hết.' });
  await other.page.locator('main form button[type=submit]').click();
  await expect(other.page.locator('main [role=alert]')).toContainText('Có người vừa chấm bài này trước bạn');
  await expect(other.page.locator('main')).toContainText('Tôi thấy được rồi.');
  await other.check();

  await page.goto(course.lesson);
  await expect(page.locator('#kt-nop')).toContainText('Chưa đạt');
  await page.locator('#kt-nop').getByRole('link', { name: 'Xem nhận xét, nộp lại' }).click();
  await expect(page.locator('main')).toContainText('Để bà tự bấm hết.');
  await expect(page.locator('main')).not.toContainText('Tôi thấy được rồi.');
  await check();
  await handIn(page, task, { text: 'Hôm nay bà tự bấm hết.' });
  await manager.page.goto('/quan-ly/bai-nop');
  await judge(manager.page, await manager.page.locator('tbody tr', { hasText: app.person('learner').name }).getByRole('link').getAttribute('href'), { grades: [1, 1] });
  await page.goto(task);
  await expect(page.locator('main')).toContainText('Bài này xong rồi');
  await expect(page.locator('main form')).toHaveCount(0);
  await check();
});

test('a picture is nobody else\'s', async ({ app, page, course, someoneElse }) => {
  await signIn(page, app.person('manager'));
  await enrol(page, course);
  const task = `${course.lesson}/nop/kt-nop`;
  await handIn(page, task, { text: 'Việc của tôi.', picture: true });
  await expect(page.locator('main')).toContainText('chưa có người chấm');
  const src = await page.locator('main .fig img').getAttribute('src');
  const answer = await page.request.get(src);
  expect(answer.headers()).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' });
  expect((await answer.body()).equals(screenshot()), 'it was written anew').toBe(false);
  const stranger = await someoneElse();
  expect((await stranger.page.request.get(src, { maxRedirects: 0 })).status()).toBe(303);
  await signIn(stranger.page, app.person('author'));
  expect((await stranger.page.request.get(src)).status()).toBe(404);
});

/** Enrols whoever has not been enrolled by another test. */
async function joined(page, course) {
  await page.goto(`/khoa-hoc/${course.slug}`);
  if (await page.locator(`form[action="/khoa-hoc/${course.slug}/ghi-danh"]`).count()) await enrol(page, course);
}

test('a judgement is corrected, and the learner reads why', async ({ app, page, course, someoneElse, check }) => {
  test.setTimeout(120_000);
  const task = `${course.lesson}/nop/kt-nop`;
  await signIn(page, app.person('learner'));
  await joined(page, course);
  await page.goto(task);
  const open = (await page.locator('main form').count()) > 0; // not after the test above
  if (open) await handIn(page, task, { text: 'Bà bấm hết.' });
  const manager = await someoneElse();
  await signIn(manager.page, app.person('manager'));
  await manager.page.goto('/quan-ly/bai-nop');
  const mine = manager.page.locator('tbody tr', { hasText: app.person('learner').name }).first().getByRole('link');
  if (open) await judge(manager.page, await mine.getAttribute('href'), { grades: [1, 1] });
  await manager.page.getByRole('link', { name: 'Xem bài đã chấm' }).click();
  await manager.check();
  const work = await mine.getAttribute('href');
  await mine.click();
  await manager.page.getByRole('link', { name: 'Sửa kết quả chấm' }).click();
  await expect(manager.page.locator('input[name=n0][value="1"]')).toBeChecked();
  await manager.check();
  await manager.page.locator('main form button[type=submit]').click();
  await expect(manager.page.locator('.errs')).toContainText('Viết lý do sửa.');
  await manager.check();
  await correct(manager.page, work, { grades: [3, 3], reason: 'Tôi đọc nhầm bài.' });
  await manager.check();

  await page.goto(task);
  await expect(page.locator('main')).toContainText('Kết quả chấm đã được sửa.');
  await expect(page.locator('main')).toContainText('Tôi đọc nhầm bài.');
  await page.locator('main details summary').first().click();
  await check();

  // A form of another version of the course, from before the learner moved on.
  await page.locator('#text').fill('Lần này bà tự bấm.');
  await page.locator('input[name=ban]').evaluate((field) => { field.value = '99'; });
  await page.locator('main form button[type=submit]').click();
  await expect(page.locator('main [role=alert]')).toContainText('bản mới của khóa học');
  await expect(page.locator('#text')).toHaveValue('Lần này bà tự bấm.');
  await check();
  await page.locator('input[name=ban]').evaluate((field) => { field.value = '99'; });
  await page.locator('main form').evaluate((form) => { form.action = form.action.replace('/bai-hai/', '/bai-mot/'); });
  await page.locator('main form button[type=submit]').click();
  await expect(page.locator('#text')).toHaveValue('Lần này bà tự bấm.');
  await check();
});

test('a large picture is made smaller before it travels', async ({ app, page, course, javaScriptEnabled, check }) => {
  await signIn(page, app.person('manager'));
  await joined(page, course);
  await page.goto(`${course.lesson}/nop/kt-nop`);
  const file = { name: 'IMG_0001.png', mimeType: 'image/png', buffer: photograph() };
  await page.locator('#picture').setInputFiles(file);
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  if (javaScriptEnabled) {
    await expect(page.locator('#picture-co')).toHaveText(/^Ảnh 4,1 MB đã thu nhỏ còn [\d,]+ [KM]B\.$/u);
    await check();
  }
  await page.locator('#text').fill('Có ảnh.');
  await page.locator('main form button[type=submit]').click();
  const bytes = Number((await (await sent).allHeaders())['content-length']);
  if (javaScriptEnabled) expect(bytes).toBeLessThan(file.buffer.length * 0.6);
  else expect(bytes).toBeGreaterThan(file.buffer.length);
  await expect(page.locator('main [role=status]').first()).toContainText('Đã nộp');
  const picture = page.locator('main .fig img');
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((img) => img.naturalWidth)).toBeGreaterThan(1000);
});
