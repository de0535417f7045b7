// A demo in which something of everything has happened, so that every page has something to show: a course learnt and
// passed, an exam under way, one whose time runs out, and somebody who has done nothing yet.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCourse } from './bank.mjs';
import { answerAll, asked, choose, save, start, submit } from './exam.mjs';
import { test as base } from './fixtures.mjs';
import { enrol, learn } from './learn.mjs';
import { correct, handIn, judge } from './task.mjs';
import { register, signIn } from './people.mjs';
import { Server } from './server.mjs';

/** What a role may do besides what the public may; the same table as in the domain, written down a second time. */
export const rights = {
  public: [],
  newcomer: ['learn'],
  learner: ['learn'],
  author: ['learn', 'review-courses', 'write-courses'],
  manager: ['learn', 'see-people', 'help-people', 'judge-tasks'],
  administrator: [
    'learn', 'review-courses', 'write-courses', 'publish-courses', 'see-people', 'help-people', 'judge-tasks', 'lock-people', 'grant-roles',
    'answer-requests', 'revoke-papers', 'manage-units', 'manage-site',
  ],
};

// The test course of the pages, with an exam of a minute: small, and every type of question is in it.
const short = fileURLToPath(new URL('../../internal/web/testdata/khoa-thu', import.meta.url));
const guides = fileURLToPath(new URL('../../docs/huong-dan', import.meta.url));

export class Lab {
  static async open(browser) {
    const lab = new Lab();
    lab.server = await Server.start();
    lab.folder = await mkdtemp(path.join(tmpdir(), 'hocso-course-'));
    try {
      await lab.#build(browser);
    } catch (error) {
      await lab.close();
      throw error;
    }
    return lab;
  }

  async close() {
    await rm(this.folder, { recursive: true, force: true });
    await this.server.stop();
  }

  async #build(browser) {
    this.states = { public: { cookies: [], origins: [] } };
    this.names = [];
    const made = await browser.newContext({ baseURL: this.server.url, locale: 'vi-VN', javaScriptEnabled: false });
    const page = await made.newPage();
    const keep = async (role, person) => {
      this.states[role] = await made.storageState();
      this.names.push(person.name);
      await made.clearCookies();
    };
    await this.#publish();
    this.guides = (await readdir(guides)).filter((name) => name.endsWith('.md')).map((name) => `/huong-dan/${name.slice(0, -3)}`);
    await signIn(page, this.server.person('learner'));
    await this.#learner(page);
    await keep('learner', this.server.person('learner'));
    await keep('newcomer', await register(page, { name: 'Chảo Lở Mẩy' }));
    for (const role of ['author', 'manager', 'administrator']) {
      await signIn(page, this.server.person(role));
      if (role === 'author') await this.#author(page);
      if (role === 'manager') await this.#manager(page);
      if (role === 'administrator') await this.#administrator(page);
      await keep(role, this.server.person(role));
    }
    await made.close();
  }

  async #publish() {
    const folder = path.join(this.folder, 'khoa-mot-phut');
    await cp(short, folder, { recursive: true });
    const front = path.join(folder, 'course.md');
    await writeFile(front, (await readFile(front, 'utf8')).replace(/^ {2}minutes: .*$/mu, '  minutes: 1'));
    // The journeys know how a lesson's questions of many parts are answered; exams here ask the plainer types.
    for (const name of ['02-cau-nhieu-o.md', '03-tinh-huong.md']) await rm(path.join(folder, 'bank', name));
    await this.server.run('publish', folder);
    this.short = await readCourse(folder);
    this.renewed = 'khoa-hai-ban';
    await this.#renew('Khóa thử hai bản');
    this.course = await readCourse('mot-gio-chuyen-doi-so');
  }

  // Publishes a course of its own, or what was changed in it since.
  async #renew(title) {
    const folder = path.join(this.folder, this.renewed);
    await cp(short, folder, { recursive: true });
    const front = path.join(folder, 'course.md');
    await writeFile(front, (await readFile(front, 'utf8')).replace(/^title: .*$/mu, `title: ${title}`));
    await this.server.run('publish', folder);
  }

  async #learner(page) {
    await enrol(page, { slug: this.renewed });
    await this.#renew('Khóa thử hai bản, bản mới');
    await enrol(page, this.course);
    this.underway = await start(page, this.course);
    await choose(page, await asked(page, this.course.bank), true);
    await save(page);

    ({ attempt: this.passed, serial: this.serial } = await this.graduate(page));
    this.expiring = await start(page, this.short);
    this.expires = Date.now() + 60_000;

    const tasks = await readCourse('soan-khoa-hoc');
    await enrol(page, tasks);
    this.judgedTask = `/khoa-hoc/${tasks.slug}/${tasks.lessons.find((one) => one.path.endsWith('duyet-xuat-ban-va-sua')).path}/nop/sk-m3b3-nop-bai`;
    await handIn(page, this.judgedTask, { text: 'Bác Sinh vướng một việc.' });
    this.waitingTask = `/khoa-hoc/${this.short.slug}/${this.short.lessons[1].path}/nop/kt-nop`;
    await handIn(page, this.waitingTask, { text: 'Bà Mai tự bấm hết.', picture: true });
  }

  async #manager(page) {
    await page.goto('/quan-ly/bai-nop');
    const works = await page.locator('tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    [this.judgedWork, this.waitingWork] = works; // the oldest first
    await judge(page, this.judgedWork, { grades: [1, 2, 3, 2], comment: 'Viết rõ người ấy vướng gì.' });
    await correct(page, this.judgedWork, { grades: [1, 2, 3, 2], reason: 'Nhận xét cũ chưa rõ.' });
  }

  // Two drafts: one with a mistake in it, and one that is handed in. Both are uploaded as well.
  async #author(page) {
    const begin = async (slug) => {
      await page.goto(`/quan-ly/khoa-hoc/${slug}/soan`);
      await page.locator(`form[action="/quan-ly/khoa-hoc/${slug}/soan"] button`).click();
    };
    this.undrafted = 'ky-nang-so-to-cnscd';
    this.draftFile = '01-bat-dau/01-bai-mot.md';
    this.draftBank = 'bank/01-cau-hoi.md';
    this.proposedBank = 'bank/01-dich-vu-cong.md';
    await begin(this.short.slug);
    await page.goto(`/quan-ly/khoa-hoc/${this.short.slug}/soan/tep?ten=${encodeURIComponent(this.draftFile)}`);
    const text = await page.locator('#text').inputValue();
    await page.locator('#text').fill(text.replace('\n## ', '\n![](khong-co.svg)\n\n## '));
    await page.locator('button[value="luu"]').click();
    await this.#forms(page, `/quan-ly/khoa-hoc/${this.short.slug}/soan`);
    await begin(this.course.slug);
    await page.goto(`/quan-ly/khoa-hoc/${this.course.slug}/soan/tep?ten=course.md`);
    await page.locator('#text').fill(`${await page.locator('#text').inputValue()}\nMột đoạn giới thiệu mới.\n`);
    await page.locator('button[value="luu"]').click();
    await page.goto(`/quan-ly/khoa-hoc/${this.course.slug}/soan`);
    await page.locator('#text').fill('Xem giúp đoạn mới');
    await page.locator('form[action$="/gui"] button').click();
    this.faulty = await this.#upload(page, this.short.slug);
    this.proposed = await this.#upload(page, this.course.slug);
  }

  // A scenario without its parts, and a translation nobody has written over.
  async #forms(page, studio) {
    await page.goto(`${studio}/cau-hoi?ten=${encodeURIComponent(this.draftBank)}&loai=scenario`);
    await page.locator('#title').fill('Chuyện bác Páo');
    await page.locator('#stem').fill('Bác Páo nhận giấy hẹn.');
    await page.locator('button[value="chen"]').click();
    this.draftPart = page.url().replace(this.server.url, '');
    await page.goto(`${studio}/dich?ten=${encodeURIComponent(this.draftFile)}`);
    await page.locator('#tieng').selectOption('en');
    await page.locator(`form[action="${studio}/dich"] button`).click();
    this.draftTranslation = page.url().replace(this.server.url, '');
  }

  async #upload(page, slug) {
    const zip = await page.request.get(`/quan-ly/khoa-hoc/${slug}/soan/tai-ve?ban=nhap`);
    await page.goto('/quan-ly/khoa-hoc');
    await page.locator('#tep').setInputFiles({ name: `${slug}.zip`, mimeType: 'application/zip', buffer: await zip.body() });
    await page.locator('form[action="/quan-ly/khoa-hoc/tai-len"] button').click();
    await page.waitForURL('**/quan-ly/khoa-hoc/de-xuat/*');
    return new URL(page.url()).pathname;
  }

  /** Whoever is signed in learns the short course and passes its exam. */
  async graduate(page) {
    await enrol(page, this.short);
    for (const lesson of this.short.lessons) await learn(page, this.short, lesson);
    const attempt = await start(page, this.short);
    await answerAll(page, this.short.bank, attempt, { right: true });
    await submit(page, attempt);
    await page.goto(`${attempt}/ket-qua`);
    return { attempt, serial: (await page.locator('a[href^="/giay/"]').getAttribute('href')).split('/').pop() };
  }

  async #administrator(page) {
    const find = async (role) => {
      await page.goto('/quan-ly');
      return page.getByRole('link', { name: this.server.person(role).name }).first().getAttribute('href');
    };
    await page.goto('/quan-ly/don-vi');
    this.unit = await page.locator('.tree li li a[href^="/quan-ly/don-vi/"]').first().getAttribute('href');
    this.person = await find('learner');
    this.officer = await find('manager');
    await page.goto(this.officer);
    this.revoking = await page.locator(`a[href^="${this.officer}/vai-tro/thu"]`).getAttribute('href');
  }
}

/** Tests in a lab: one for each worker, whose server is the one that is watched. */
export const test = base.extend({
  lab: [
    async ({ browser }, use) => {
      const lab = await Lab.open(browser);
      await use(lab);
      await lab.close();
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  app: [async ({ lab }, use) => use(lab.server), { scope: 'worker' }],
});
