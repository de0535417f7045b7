// Before an exam is submitted, nothing that the server sends tells what is right: every response of a real attempt is
// searched for feedback, explanations, titles and ids of the bank.
import { readCourse } from '../support/bank.mjs';
import { answerAll, start, submit } from '../support/exam.mjs';
import { expect, test } from '../support/fixtures.mjs';
import { enrol } from '../support/learn.mjs';
import { register } from '../support/people.mjs';
import { letters, said } from '../support/text.mjs';

const course = await readCourse('mot-gio-chuyen-doi-so');

// What may not be sent, without what an exam shows anyway.
function secrets(bank) {
  const shown = bank.questions.map((question) => [question.stem, ...question.choices.map((choice) => choice.text)].map(letters).join(' ')).join(' ');
  const texts = bank.questions.flatMap((question) => [
    { what: `the title of ${question.id}`, text: question.title, least: 8 },
    { what: `the explanation of ${question.id}`, text: question.explanation, least: 15 },
    ...question.choices.filter((choice) => choice.feedback).map((choice, i) => ({
      what: `feedback ${i + 1} of ${question.id}`, text: choice.feedback, least: 15,
    })),
  ]);
  const kept = texts.map(({ what, text, least }) => ({ what, text: letters(text), least })).filter(({ text, least }) => text.length >= least && !shown.includes(text));
  return { all: texts.length, kept };
}

// The accepted entries of questions that are typed stand nowhere before submission.
const typedKeys = (question) => (question.type === 'short' || question.type === 'numeric' ? question.choices.map((choice) => choice.text) : []);

function leaks(body, { kept }, ids) {
  const text = said(body);
  return [
    ...kept.filter((secret) => text.includes(secret.text)).map((secret) => secret.what),
    ...ids.filter((id) => body.includes(id)).map((id) => `the id ${id}`),
  ];
}

test('the search finds what it is to find', () => {
  const hidden = secrets(course.bank);
  // A few titles are words of their own question, and a few feedbacks are one word: the rest must be searched for.
  expect(hidden.kept.length / hidden.all).toBeGreaterThan(0.9);
  const [question] = course.bank.questions;
  const ids = [question.id];
  const { feedback } = question.choices.find((choice) => choice.feedback);
  expect(leaks('<p>Không có gì</p>', hidden, ids)).toEqual([]);
  expect(leaks(`<p>${feedback.replace(' ', ' <b>')}</b></p>`, hidden, ids)).toHaveLength(1);
  expect(leaks(`<input data-x="${question.explanation}">`, hidden, ids)).toHaveLength(1);
  expect(leaks(JSON.stringify({ x: feedback.replace(/[^\x20-\x7e]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) }).replaceAll('\\\\', '\\'), hidden, ids)).toHaveLength(1);
  expect(leaks(`<form data-q="${question.id}">`, hidden, ids)).toEqual([`the id ${question.id}`]);
});

test('no response of an attempt gives anything away before it is submitted', async ({ page }) => {
  await register(page, { name: 'Pờ Thị Sen' });
  await enrol(page, course);
  // Every request goes through here, so that no response is lost to the page that comes after it.
  const bodies = [];
  await page.route('**/*', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const body = await response.text();
    bodies.push({ what: `${route.request().method()} ${new URL(response.url()).pathname}`, body: `${JSON.stringify(response.headers())}\n${body}` });
    await route.fulfill({ response });
  });

  const attempt = await start(page, course);
  const wrong = [];
  await answerAll(page, course.bank, attempt, {
    right: true,
    before: async (n, question) => {
      // The page of a typed question does not hold what is accepted, also not as a suggestion or an attribute.
      const html = await page.request.get(`${attempt}/cau/${n}`).then((answer) => answer.text());
      for (const key of typedKeys(question).filter((text) => letters(text).length >= 5 && !letters(question.stem).includes(letters(text)))) {
        if (said(html).includes(letters(key))) wrong.push(`question ${n} shows the key ${key}`);
      }
    },
  });
  await page.goto(`${attempt}/cau/1`);
  await page.goto(`/khoa-hoc/${course.slug}/thi`);
  await page.goto('/cua-toi');
  for (const part of ['bien-nhan', 'ket-qua', 'dap-an']) await page.goto(`${attempt}/${part}`);
  const before = bodies.length;
  expect(before).toBeGreaterThan(40);

  const hidden = secrets(course.bank);
  const ids = course.bank.questions.map((question) => question.id);
  for (const { what, body } of bodies.slice(0, before)) wrong.push(...leaks(body, hidden, ids).map((leak) => `${what}: ${leak}`));
  expect(wrong).toEqual([]);

  // After the submission the same search finds them: it looks in the right places.
  await page.goto(`${attempt}/xem-lai`);
  await submit(page, attempt);
  const keys = await page.request.get(`${attempt}/dap-an`);
  expect(leaks(await keys.text(), hidden, []).length).toBeGreaterThan(10);
});
