// Every type of question, in the example that authors copy: answered wrong, then right, without a script on a phone and
// by keyboard alone on a computer. The pictures of docs/authoring.md are taken on the way.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCourse } from '../support/bank.mjs';
import { expect, test } from '../support/fixtures.mjs';
import { practise, typed } from '../support/learn.mjs';
import { letters } from '../support/text.mjs';

const example = fileURLToPath(new URL('../../docs/examples/tra-tien-o-cho', import.meta.url));
const types = ['single', 'multiple', 'truefalse', 'numeric', 'short', 'matching', 'ordering', 'cloze', 'hotspot'];

test('every type of question is answered', async ({ page, app, check, shot, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  await app.run('publish', example);
  const course = await readCourse(example);
  const [lesson] = course.lessons;
  expect(new Set(lesson.questions.map((question) => question.type))).toEqual(new Set(types));
  await page.goto(`/khoa-hoc/${course.slug}/${lesson.path}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(lesson.title);

  const named = [...new Map(lesson.questions.map((question) => [question.type, question.id])),
    ['scenario', 'vd-cuoc-goi-dap'], ['practical', 'vd-tu-lam'], ['practical-judged', 'vd-nop-bai']];
  if (!javaScriptEnabled) {
    for (const [type, id] of named) await shot(`20-${type}`, { of: page.locator(`.ask[id="${id}"]`) });
  }
  await check();
  for (const question of lesson.questions) {
    await practise(page, question, false);
    await expect(page.locator(`form.ask[id="${question.id}"]`)).toContainText(question.explanation);
    await practise(page, question, true);
  }
  await check();

  // What is judged by oneself is told in points.
  const own = page.locator('form.ask[id="vd-tu-lam"]');
  for (const row of await own.locator('fieldset').all()) await row.locator('input[type=radio]').first().check();
  await own.locator('button[type=submit]').click();
  await expect(own.locator('.note.ok')).toContainText('4');
});

test('a keyboard is enough for every type of question', async ({ page, app }) => {
  test.setTimeout(120_000);
  await app.run('publish', example);
  const course = await readCourse(example);
  const [lesson] = course.lessons;
  await page.goto(`/khoa-hoc/${course.slug}/${lesson.path}`);
  for (const question of lesson.questions) {
    const form = page.locator(`form.ask[id="${question.id}"]`);
    await form.locator('input:not([type=hidden]), select').first().focus();
    await answerByKeys(page, form, question);
    await expect(form.locator('button[type=submit]')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(form.locator('> .note:not(.fb)')).toHaveClass(/\bok\b/u);
  }
});

/** Presses the keys that answer a question right, from its first field to its button. */
async function answerByKeys(page, form, question) {
  const press = async (key, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  const right = question.choices.findIndex((choice) => choice.right);
  switch (question.type) {
    case 'single':
    case 'hotspot':
      await press('Space');
      await press('ArrowDown', right);
      return press('Tab');
    case 'multiple':
      for (const choice of question.choices) {
        if (choice.right) await press('Space');
        await press('Tab');
      }
      return;
    case 'truefalse':
      // Blank is chosen at first; what is above it is “false”, and above that “true”.
      for (const [i, choice] of question.choices.entries()) {
        await form.locator(`input[name=j${i}]:checked`).focus();
        await press('ArrowUp', choice.right ? 2 : 1);
        await press('Tab');
      }
      return;
    case 'numeric':
    case 'short':
      await page.keyboard.type(typed(question, true));
      return press('Tab');
    default:
      for (const [i, select] of (await form.locator('select, input[type=text]').all()).entries()) {
        await expect(select).toBeFocused();
        await keyIn(page, select, await wanted(form, question, i));
        await press('Tab');
      }
  }
}

/** Types into a field, or goes down a menu with the arrow to the option of a text. */
async function keyIn(page, field, text) {
  if (await field.evaluate((one) => one.tagName !== 'SELECT')) return page.keyboard.type(text);
  const options = (await field.locator('option').allTextContents()).map(letters);
  for (let i = 0; i < options.indexOf(letters(text)); i++) await page.keyboard.press('ArrowDown');
}

/** What stands in the i-th field of a question when it is right, in words. */
async function wanted(form, question, i) {
  if (question.type === 'matching') return question.rows.filter((row) => row.left)[i].right;
  if (question.type === 'cloze') return question.gaps[i].choices.find((choice) => choice.right).text;
  const item = letters(await form.locator('.rank label').nth(i).textContent());
  const place = question.items.findIndex((one) => letters(one) === item);
  return form.locator('select').nth(i).locator(`option[value="${place + 1}"]`).textContent();
}
