// What a learner's page costs on the wire: DESIGN's budget, for a phone that pays for every byte.
import { readCourse } from '../support/bank.mjs';
import { answerAll, start, submit } from '../support/exam.mjs';
import { expect, test } from '../support/fixtures.mjs';
import { enrol } from '../support/learn.mjs';
import { register } from '../support/people.mjs';

const KiB = 1024;
const course = await readCourse('mot-gio-chuyen-doi-so');
const long = await readCourse('ky-nang-so-to-cnscd');

/** Loads a page and lists what came over the wire: { path, kind, bytes, body }, bytes being the body and its headers. */
async function transfer(page, path) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const requests = new Map();
  const underway = new Set();
  session.on('Network.requestWillBeSent', ({ requestId }) => underway.add(requestId));
  session.on('Network.loadingFailed', ({ requestId }) => underway.delete(requestId));
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    const encoding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
    requests.set(requestId, { path: new URL(response.url).pathname, kind: type, encoding, head: response.encodedDataLength });
  });
  session.on('Network.requestServedFromCache', ({ requestId }) => requests.delete(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    underway.delete(requestId);
    const request = requests.get(requestId);
    if (request) Object.assign(request, { bytes: encodedDataLength, body: encodedDataLength - request.head });
  });
  await page.goto(path);
  await expect.poll(() => underway.size, { intervals: [20] }).toBe(0);
  await session.detach();
  return [...requests.values()].filter((request) => request.bytes);
}

const sum = (list, what = 'bytes') => list.reduce((total, one) => total + one[what], 0);

test('learner pages are light, cold and again', async ({ page, someoneElse }, info) => {
  test.setTimeout(180_000);
  await register(page, { name: 'Cà Thị Lả' });
  await enrol(page, course);
  const attempt = await start(page, course);
  const question = `${attempt}/cau/2`;
  const review = `${attempt}/xem-lai`;
  const state = await page.context().storageState();

  const heavy = [];
  const table = [];
  const weigh = async (path, storageState) => {
    const { page: fresh, context } = await someoneElse({ storageState });
    const cold = await transfer(fresh, path);
    const again = await transfer(fresh, path);
    await context.close();
    // Pictures of a lesson are its content: they count for themselves.
    const frame = cold.filter((request) => !request.path.startsWith('/tep/'));
    const pictures = cold.filter((request) => request.path.startsWith('/tep/'));
    const of = (kind) => sum(cold.filter((request) => request.kind === kind), 'body');
    const most = (what, value, limit) => value > limit && heavy.push(`${path}: ${what} ${value}, more than ${limit}`);
    most('bytes of a cold visit', sum(frame), 40 * KiB);
    most('requests of a cold visit', frame.length, 6);
    most('bytes of HTML', of('Document'), 10 * KiB);
    most('bytes of CSS', of('Stylesheet'), 8 * KiB);
    most('bytes of JavaScript', of('Script'), 10 * KiB);
    most('bytes of a picture', Math.max(0, ...pictures.map(({ bytes }) => bytes)), 20 * KiB);
    most('bytes of another visit', sum(again), 12 * KiB);
    for (const request of cold) {
      if (request.body > 1500 && !/gzip|br/u.test(request.encoding ?? '') && !/\.(png|jpe?g|webp)$/u.test(request.path)) heavy.push(`${path}: ${request.path} is not compressed`);
    }
    table.push(`${path}: cold ${sum(frame)} B in ${frame.length}, HTML ${of('Document')}, CSS ${of('Stylesheet')}, JS ${of('Script')}, pictures ${sum(pictures)}, again ${sum(again)}`);
  };
  const guest = { cookies: [], origins: [] };
  await weigh('/', guest);
  for (const one of [course, long]) {
    await weigh(`/khoa-hoc/${one.slug}`, guest);
    await weigh(`/khoa-hoc/${one.slug}/${one.lessons.at(-1).path}`, guest);
  }
  for (const path of ['/dang-ky', '/dang-nhap', '/xac-thuc', '/khung-nang-luc/TT02-2025']) await weigh(path, guest);
  for (const path of ['/', '/cua-toi', `/khoa-hoc/${course.slug}`, `/khoa-hoc/${course.slug}/${course.lessons[0].path}`, `/khoa-hoc/${course.slug}/thi`, question, review]) {
    await weigh(path, state);
  }
  // No lesson is too long for a slow line, with the name and the progress of a person in it.
  for (const one of [course, long]) {
    for (const lesson of one.lessons) {
      const path = `/khoa-hoc/${one.slug}/${lesson.path}`;
      const [document] = await transfer(page, path);
      table.push(`${path}, signed in: HTML ${document.body}`);
      if (document.body > 10 * KiB) heavy.push(`${path}: bytes of HTML ${document.body}, more than ${10 * KiB}`);
    }
  }
  await page.goto(`${attempt}/cau/1`);
  await answerAll(page, course.bank, attempt, { right: true });
  await submit(page, attempt);
  for (const path of [`${attempt}/bien-nhan`, `${attempt}/ket-qua`]) await weigh(path, state);
  await info.attach('weights.txt', { body: table.join('\n'), contentType: 'text/plain' });
  expect(heavy, table.join('\n')).toEqual([]);
});
