// Practical tasks that another person judges: handing them in, and judging them.
import { expect } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import zlib from 'node:zlib';

/** A small PNG, as a phone's screenshot is one. */
export function screenshot() {
  return png(90, 160, (row, y) => Buffer.concat([Buffer.from([0]), Buffer.alloc(row, 255 - y)]), 9);
}

// A grey PNG whose rows come from a function.
function png(width, height, row, level) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(zlib.crc32(body));
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    return Buffer.concat([size, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => row(width, y)));
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', zlib.deflateSync(rows, { level })), chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A large picture that hardly packs, as a phone's camera makes it: a PNG of noise. */
export function photograph() {
  return png(2400, 1800, (row) => Buffer.concat([Buffer.from([0]), randomBytes(row)]), 0);
}

/** Fills the form of a task and sends it; the page says that it was handed in. */
export async function handIn(page, path, { text, picture = false }) {
  await page.goto(path);
  await page.locator('#text').fill(text);
  if (picture) await page.locator('#picture').setInputFiles({ name: 'man-hinh.png', mimeType: 'image/png', buffer: screenshot() });
  await page.locator('main form button[type=submit]').click();
  await expect(page.locator('main [role=status]')).toContainText('Đã nộp');
}

/** Chooses a grade for each criterion, the columns counted from 1, and saves; the list says that it was stored. */
export async function judge(page, path, { grades, comment }) {
  await page.goto(path);
  for (const [i, grade] of grades.entries()) await page.locator(`input[name=n${i}][value="${grade}"]`).check();
  if (comment) await page.locator('#y0').fill(comment);
  await page.locator('main form button[type=submit]').click();
  await expect(page.locator('main [role=status]')).toHaveText('Đã lưu kết quả chấm.');
}

/** Puts another judgement in the place of the one that stands; the page of the work says that it was stored. */
export async function correct(page, path, { grades, reason }) {
  await page.goto(`${path}/sua`);
  for (const [i, grade] of grades.entries()) await page.locator(`input[name=n${i}][value="${grade}"]`).check();
  await page.locator('#reason').fill(reason);
  await page.locator('main form button[type=submit]').click();
  await expect(page.locator('main [role=status]')).toHaveText('Đã lưu kết quả mới.');
}
