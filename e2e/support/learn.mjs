// Learning as a person does it: open a lesson, answer its questions, press the button that ends it.
import { expect } from '@playwright/test';
import { numberOf } from './bank.mjs';
import { letters } from './text.mjs';

export async function enrol(page, course) {
  await page.goto(`/khoa-hoc/${course.slug}`);
  await page.locator(`form[action="/khoa-hoc/${course.slug}/ghi-danh"] button[type=submit]`).click();
  await expect(page.locator('main progress, main .seg').first()).toBeVisible();
}

const ask = (page, question) => page.locator(`form.ask[id="${question.id}"]`);

/** Chooses or types an answer, right or wrong, in a question of a lesson, where choices stand in the order written. */
export async function choose(form, question, right) {
  switch (question.type) {
    case 'single':
      await form.locator(`input[name=a][value="${question.choices.findIndex((choice) => choice.right === right)}"]`).check();
      return;
    case 'multiple':
      for (const [i, choice] of question.choices.entries()) {
        await form.locator(`input[name=a][value="${i}"]`).setChecked(choice.right === right);
      }
      return;
    case 'truefalse':
      for (const [i, choice] of question.choices.entries()) {
        await form.locator(`input[name=j${i}][value="${choice.right === right ? 1 : 2}"]`).check();
      }
      return;
    case 'hotspot': {
      const several = question.choices.filter((choice) => choice.right).length > 1;
      for (const [i, choice] of question.choices.entries()) {
        if (choice.right !== right) continue;
        await form.locator(`input[name=a][value="${i}"]`).check();
        if (!several) return;
      }
      return;
    }
    case 'matching':
      for (const [i, row] of question.rows.filter((one) => one.left).entries()) {
        const other = question.rows.find((one) => one.right !== row.right);
        await form.locator(`select[name=n${i}]`).selectOption({ label: right ? row.right : other.right });
      }
      return;
    case 'ordering': {
      const texts = await form.locator('.rank label').allTextContents();
      for (const [place, text] of texts.entries()) {
        const at = question.items.findIndex((item) => letters(item) === letters(text));
        await form.locator(`select[name=x${place}]`).selectOption(String(right ? at + 1 : question.items.length - at));
      }
      return;
    }
    case 'cloze':
      for (const [i, gap] of question.gaps.entries()) {
        const field = form.locator(`[name=d${i}]`);
        const menu = gap.choices.some((choice) => !choice.right);
        if (menu) await field.selectOption({ label: gap.choices.find((choice) => choice.right === right).text });
        else await field.fill(right ? gap.choices[0].text : '987654321');
      }
      return;
    default:
      await form.locator('input[name=t]').fill(typed(question, right));
  }
}

/** What is typed into a question that asks for a number or a word. */
export function typed(question, right) {
  const key = question.choices.find((choice) => choice.right).text;
  if (question.type === 'numeric') return right ? numberOf(key) : '987654321';
  return right ? key : 'một câu trả lời khác hẳn';
}

/** Answers one question of the lesson that is open and waits for what the server says to it. */
export async function practise(page, question, right = true) {
  await choose(ask(page, question), question, right);
  await ask(page, question).locator('button[type=submit]').click();
  await expect(ask(page, question).locator('> .note:not(.fb)')).toHaveClass(right ? /\bok\b/u : /\bbad\b/u);
}

/** Reads a lesson through, answers everything in it right and ends it. */
export async function learn(page, course, lesson) {
  const path = `/khoa-hoc/${course.slug}/${lesson.path}`;
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(lesson.title);
  for (const question of lesson.questions) await practise(page, question);
  await page.locator(`form[action="${path}/xong"] button[type=submit]`).click();
  await expect(page).not.toHaveURL(new RegExp(`${path}(/|$)`, 'u'));
}
