// Sitting an exam in a browser, right or wrong on purpose.
import { expect } from '@playwright/test';
import { typed } from './learn.mjs';
import { letters } from './text.mjs';

/** Begins an exam on its start page. Gives the attempt's address, /bai-thi/{id}. */
export async function start(page, course) {
  await page.goto(`/khoa-hoc/${course.slug}/thi`);
  await page.locator(`form[action="/khoa-hoc/${course.slug}/thi"] button[type=submit]`).click();
  await expect(page).toHaveURL(/\/bai-thi\/[^/]+\/cau\/1$/u);
  return new URL(page.url()).pathname.replace(/\/cau\/1$/u, '');
}

export const form = (page) => page.locator('form#bai');

/** The question that the page asks, as its author wrote it. */
export async function asked(page, bank) {
  const main = form(page);
  const choices = (await main.locator('input[name=chon]').count()) > 0
    ? await main.locator('label:has(input[name=chon]) > span').allTextContents()
    : await main.locator('fieldset fieldset > legend').allTextContents();
  return bank.find(await main.textContent(), choices);
}

/** Chooses or types an answer to the question that the page asks, without sending it. */
export async function choose(page, question, right) {
  const main = form(page);
  const same = (text) => question.choices.find((choice) => letters(choice.text) === letters(text));
  switch (question.type) {
    case 'single':
    case 'multiple': {
      const texts = await main.locator('label:has(input[name=chon]) > span').allTextContents();
      for (const [place, text] of texts.entries()) {
        const box = main.locator(`input[name=chon][value="${place}"]`);
        if (same(text).right === right) {
          await box.check();
          if (question.type === 'single') return;
        } else if (question.type === 'multiple') {
          await box.uncheck();
        }
      }
      return;
    }
    case 'truefalse': {
      const texts = await main.locator('fieldset fieldset > legend').allTextContents();
      for (const [place, text] of texts.entries()) {
        await main.locator(`input[name=y${place}][value="${same(text).right === right ? 1 : 2}"]`).check();
      }
      return;
    }
    default:
      await main.locator('#nhap').fill(typed(question, right));
  }
}

/** What the page holds as the answer now: places chosen, judgements, text typed. */
export async function held(page) {
  return form(page).evaluate((element) =>
    [...element.elements].filter((field) => /^(chon|y\d+|nhap)$/u.test(field.name) && (field.type === 'text' || field.checked))
      .map((field) => `${field.name}=${field.value}`));
}

export async function save(page) {
  await form(page).locator('button[type=submit]').click();
}

/** Answers question after question and comes to the review; calls back before and after each answer is chosen. */
export async function answerAll(page, bank, attempt, { right, before, each } = {}) {
  const count = await page.locator('.cells li').count();
  for (let n = 1; n <= count; n += 1) {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`^Câu ${n} `, 'u'));
    const question = await asked(page, bank);
    if (before) await before(n, question);
    await choose(page, question, right);
    if (each) await each(n, question);
    await save(page);
  }
  await expect(page).toHaveURL(new RegExp(`${attempt}/xem-lai$`, 'u'));
  return count;
}

export async function submit(page, attempt) {
  await page.locator(`form[action="${attempt}/nop"] button[type=submit]`).click();
  await expect(page).toHaveURL(new RegExp(`${attempt}/bien-nhan$`, 'u'));
}
