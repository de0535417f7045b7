// What people print: a confirmation is one sheet of A4, whatever it states, and says across it when it is worth nothing.
import { expect } from '../support/fixtures.mjs';
import { test } from '../support/lab.mjs';
import { register } from '../support/people.mjs';

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

/** What stands across the sheet, as a printer without colours and backgrounds shows it. */
async function across(page, info, name) {
  await info.attach(`${name}.pdf`, { body: await page.pdf({ format: 'A4' }), contentType: 'application/pdf' });
  await page.emulateMedia({ media: 'print', forcedColors: 'active' });
  const over = page.locator('.cert .over');
  await expect(over).toBeVisible();
  const box = await over.boundingBox();
  const sheet = await page.locator('.cert').boundingBox();
  expect(box.y).toBeGreaterThan(sheet.y);
  expect(box.y + box.height).toBeLessThan(sheet.y + sheet.height);
  expect(box.width).toBeGreaterThan(sheet.width * 0.8);
  const said = await over.innerText();
  await page.emulateMedia({ media: null, forcedColors: null });
  await expect(over).toBeHidden();
  return said;
}

test('a sheet of a trial, and one that was revoked, say so in print', async ({ lab, someoneElse }, info) => {
  test.setTimeout(120_000);
  const { page } = await someoneElse({ storageState: lab.states.public });
  const { name } = await register(page, { name: 'Phàn Tả Mẩy' });
  const { serial } = await lab.graduate(page);
  await page.goto(`/giay/${serial}`);
  expect(await across(page, info, 'trial')).toContain('BẢN DÙNG THỬ – không có giá trị');

  const { page: boss } = await someoneElse({ storageState: lab.states.administrator });
  await boss.goto(`/quan-ly?tim=${encodeURIComponent(name)}`);
  await boss.getByRole('link', { name }).click();
  await boss.goto(`${new URL(boss.url()).pathname}/giay/${serial}/thu-hoi`);
  await boss.locator('[name=why][value=mistake]').check();
  await boss.locator('#reason').fill('Cấp nhầm người');
  await boss.locator('main form button[type=submit]').first().click();
  await expect(boss.locator('[role=status]')).toBeVisible();

  await page.reload();
  const said = await across(page, info, 'revoked');
  expect(said).toMatch(/ĐÃ THU HỒI ngày \d\d\/\d\d\/\d{4}/u);
  expect(said).toContain('BẢN DÙNG THỬ');
  expect(pages(await page.pdf({ format: 'A4' }))).toBe(1);
});

test('a result and a receipt of a trial say so in print', async ({ lab, someoneElse }) => {
  const { page } = await someoneElse({ storageState: lab.states.learner });
  await page.emulateMedia({ media: 'print' });
  for (const state of ['ket-qua', 'bien-nhan']) {
    await page.goto(`/bai-thi/${lab.passed}/${state}`);
    await expect(page.locator('.trial')).toContainText('dùng thử');
    await expect(page.locator('.trial')).toBeVisible();
  }
  await page.goto(`/giay/${lab.serial}`);
  await expect(page.locator('.trial'), 'the sheet has its own mark').toBeHidden();
});
