// What people print: a confirmation is one sheet of A4, whatever it states.
import { expect } from '../support/fixtures.mjs';
import { test } from '../support/lab.mjs';

/** The number of pages of a PDF. */
const pages = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/gu)?.length ?? 0;

test('a confirmation is one sheet', async ({ lab, someoneElse }, info) => {
  const { page } = await someoneElse({ storageState: lab.states.learner });
  await page.goto(`/giay/${lab.serial}`);
  const margins = { top: '10mm', bottom: '10mm', left: '10mm', right: '10mm' };
  const sheets = async (name, options) => {
    const pdf = await page.pdf({ format: 'A4', ...options });
    await info.attach(`${name}.pdf`, { body: pdf, contentType: 'application/pdf' });
    return pages(pdf);
  };
  expect(await sheets('as it is', { preferCSSPageSize: true, printBackground: true })).toBe(1);
  expect(await sheets('with the margins of a printer', { margin: margins })).toBe(1);
  // As long as it can become: six competences, and names that take two lines.
  await page.evaluate(() => {
    const rows = document.querySelector('.cert tbody');
    while (rows.children.length < 6) rows.append(rows.children[0].cloneNode(true));
    document.querySelector('.cert .name').textContent = 'Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên';
  });
  expect(await sheets('the longest', { margin: margins })).toBe(1);
});
