// An author's whole way in the browser: a new course, a mistake, mended, reviewed by a second person, published, read by
// a learner; then a new version that nobody who has begun is disturbed by.
import { expect, test } from '../support/fixtures.mjs';
import { fillSignIn, register } from '../support/people.mjs';

const title = 'Gọi video cho con cháu';
const slug = 'goi-video-cho-con-chau';
const studio = `/quan-ly/khoa-hoc/${slug}/soan`;
const lesson = '01-phan-mot/01-bai-mot.md';
const file = `${studio}/tep?ten=${encodeURIComponent(lesson)}`;

async function enter(page, person) {
  await page.goto('/dang-nhap');
  await fillSignIn(page, person);
  await expect(page.locator('.who')).toHaveText(person.name);
}

async function write(page, change) {
  const text = page.locator('#text');
  await text.fill(change(await text.inputValue()));
}

const save = (page) => page.locator('button[value="luu"]').click();

test('new course, mistake, mended, reviewed, published, read', async ({ page, app, someoneElse, check, shot, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  await enter(page, app.person('author'));
  await page.goto('/quan-ly/khoa-hoc');
  await page.getByRole('link', { name: 'Viết khóa học mới' }).click();
  await page.getByLabel('Tên', { exact: true }).fill(title);
  await page.getByLabel('Một câu nói').fill('Gọi được cho người ở xa mà thấy mặt');
  await check();
  await page.getByRole('button', { name: 'Tạo khóa học' }).click();
  await expect(page).toHaveURL(new RegExp(`${studio}`, 'u'));

  // A mistake is told in words, with its line, and keeps the draft from being handed in.
  await page.goto(file);
  await write(page, (text) => `${text}\n## Ba bước\n\n![](khong-co.svg)\n\n1. Mở máy.\n2. Chọn người.\n3. Bấm gọi.\n`);
  if (javaScriptEnabled) await expect(page.locator('#xem .loi')).toContainText('Hình thiếu lời mô tả');
  await save(page);
  await expect(page.locator('#xem .loi')).toContainText('dòng');
  await expect(page.locator('#xem mark').first()).toContainText('khong-co.svg');
  await check();
  await shot('10-editor');
  await page.goto(studio);
  await expect(page.getByRole('button', { name: 'Gửi duyệt' })).toBeDisabled();

  // Mended, with a question from the form.
  await page.goto(file);
  await write(page, (text) => text.replace('\n![](khong-co.svg)\n', ''));
  await save(page);
  await expect(page.locator('#xem .note.bad')).toHaveCount(0);
  await page.getByRole('link', { name: 'Thêm câu hỏi' }).click();
  await page.getByLabel('Tên ngắn').fill('Bước đầu');
  await page.locator('#stem').fill('Muốn gọi video, việc đầu tiên là gì?');
  await page.locator('#a0').fill('Mở máy');
  await page.locator('#r0').check();
  await page.locator('#f0').fill('Đúng.');
  await page.locator('#a1').fill('Tắt máy');
  await page.locator('#f1').fill('Tắt máy thì không gọi được.');
  await page.locator('#explanation').fill('Máy mở thì mới chọn được người để gọi.');
  await check();
  await page.getByRole('button', { name: 'Thêm vào cuối bài' }).click();
  await expect(page.locator('#xem .dap-an')).toContainText('Tắt máy thì không gọi được.');

  // A second author who saves the same lesson meanwhile is shown both texts.
  const second = await someoneElse();
  await enter(second.page, app.person('administrator'));
  await second.page.goto(file);
  await write(page, (text) => text.replace('Viết nội dung bài ở đây.', 'Gọi video là vừa nghe vừa thấy mặt.'));
  await save(page);
  await write(second.page, (text) => text.replace('Viết nội dung bài ở đây.', 'Chữ của người thứ hai.'));
  await save(second.page);
  await expect(second.page.locator('.note.bad ins')).toContainText('Chữ của người thứ hai.');
  await expect(second.page.locator('.note.bad del')).toContainText('Gọi video là vừa nghe vừa thấy mặt.');
  await expect(second.page.locator('#text')).toHaveValue(/Chữ của người thứ hai\./u);
  await second.check();

  await page.goto(studio);
  await page.getByLabel('Lời nhắn cho người duyệt').fill('Xem giúp ba bước');
  await page.getByRole('button', { name: 'Gửi duyệt' }).click();
  await expect(page.locator('main')).toContainText('Một người khác sẽ đọc');
  await page.goto(`${studio}/duyet`);
  await expect(page.getByRole('button', { name: 'Duyệt và xuất bản' })).toHaveCount(0);

  // Sent back once with words, handed in again, approved.
  await second.page.goto(`${studio}/duyet`);
  await expect(second.page.locator('main')).toContainText('Xem giúp ba bước');
  await expect(second.page.locator('.chu').first()).toContainText('Gọi video là vừa nghe vừa thấy mặt.');
  await second.check();
  await second.shot('11-review');
  await second.page.locator('#text').fill('Thêm một bước: chào hỏi');
  await second.page.getByRole('button', { name: 'Trả lại để sửa' }).click();
  await page.goto(file);
  await write(page, (text) => text.replace('3. Bấm gọi.', '3. Bấm gọi.\n4. Chào hỏi.'));
  await save(page);
  await page.goto(studio);
  await expect(page.locator('main')).toContainText('Thêm một bước: chào hỏi');
  await page.getByRole('button', { name: 'Gửi duyệt' }).click();
  await second.page.goto(`${studio}/duyet`);
  await second.page.getByRole('button', { name: 'Duyệt và xuất bản' }).click();
  await expect(second.page.locator('.note.ok')).toContainText('Đã xuất bản');

  // A learner reads and practises it.
  const learner = await someoneElse();
  await register(learner.page, { name: 'Lý Tả Mẩy', to: `/khoa-hoc/${slug}` });
  await learner.page.locator(`form[action="/khoa-hoc/${slug}/ghi-danh"] button`).first().click();
  await learner.page.goto(`/khoa-hoc/${slug}/phan-mot/bai-mot`);
  await expect(learner.page.locator('main')).toContainText('Chào hỏi.');
  const ask = learner.page.locator('form.ask');
  await ask.getByLabel('Mở máy').check();
  await ask.getByRole('button', { name: 'Kiểm tra' }).click();
  await expect(learner.page.locator('form.ask .note.ok').first()).toBeVisible();
  await learner.check();

  // A new version: whoever has begun keeps the old one, the versions can be compared.
  await page.goto(studio);
  await page.getByRole('button', { name: 'Mở bản nháp' }).click();
  await page.goto(file);
  await write(page, (text) => text.replace('4. Chào hỏi.', '4. Chào hỏi thật to.'));
  await save(page);
  await page.goto(studio);
  await page.getByRole('button', { name: 'Gửi duyệt' }).click();
  await second.page.goto(`${studio}/duyet`);
  await expect(second.page.locator('.chu ins')).toContainText('thật to');
  await second.page.getByRole('button', { name: 'Duyệt và xuất bản' }).click();
  await learner.page.goto(`/khoa-hoc/${slug}/phan-mot/bai-mot`);
  await expect(learner.page.locator('main')).not.toContainText('thật to');

  // The course page offers the new one with what changed; moving there keeps what was learnt.
  await learner.page.goto(`/khoa-hoc/${slug}`);
  await expect(learner.page.locator('.note', { hasText: 'bản' }).first()).toBeVisible();
  await learner.check();
  await learner.page.locator(`form[action="/khoa-hoc/${slug}/ban-moi"] button`).click();
  await expect(learner.page.locator('.note.ok')).toBeVisible();
  await expect(learner.page.locator(`form[action="/khoa-hoc/${slug}/ban-moi"]`)).toHaveCount(0);
  await learner.check();
  await learner.page.goto(`/khoa-hoc/${slug}/phan-mot/bai-mot`);
  await expect(learner.page.locator('main')).toContainText('thật to');

  await page.goto(`${studio}/so-sanh?tu=1&den=2`);
  await expect(page.locator('.chu ins')).toContainText('thật to');
  await check();
  const zip = await page.request.get(`${studio}/tai-ve?ban=2`);
  expect(zip.headers()['content-type']).toBe('application/zip');
});

test('a matching question by the form: refused, mended, looked at, added; a place in a picture; a translation', async ({ page, app, check }) => {
  test.setTimeout(120_000);
  await enter(page, app.person('author'));
  await page.goto('/quan-ly/khoa-hoc/moi');
  await page.getByLabel('Tên', { exact: true }).fill('Câu hỏi bằng biểu mẫu');
  await page.getByRole('button', { name: 'Tạo khóa học' }).click();
  const draft = '/quan-ly/khoa-hoc/cau-hoi-bang-bieu-mau/soan';
  const here = `${draft}/tep?ten=${encodeURIComponent(lesson)}`;
  await page.goto(here);
  await page.getByRole('link', { name: 'Thêm câu hỏi' }).click();
  await page.getByRole('link', { name: 'ghép đôi' }).click();

  // A pair without its right side is named; what was typed stays.
  await page.getByLabel('Tên ngắn').fill('Việc và nơi');
  await page.locator('#stem').fill('Mỗi việc dùng gì?');
  const pair = async (n, left, right) => {
    const box = page.getByRole('group', { name: `Cặp ${n}`, exact: true });
    await box.getByLabel('Vế trái').fill(left);
    await box.getByLabel('Vế phải').fill(right);
  };
  await pair(1, 'Gọi thợ điện', 'Điện thoại');
  await pair(2, 'Nhắn cả xóm', '');
  await pair(3, '', 'Thư tay');
  await page.locator('#explanation').fill('Việc gấp thì gọi.');
  await page.getByRole('button', { name: 'Thêm vào cuối bài' }).click();
  await expect(page.locator('.errs a')).toHaveText(['Viết vế phải, hoặc xóa cả cặp']);
  await expect(page.locator('#a1')).toHaveValue('Nhắn cả xóm');
  await expect(page.locator('#b2')).toHaveValue('Thư tay');
  await check();

  // Mended, looked at as Markdown and as it will be, added.
  await pair(2, 'Nhắn cả xóm', 'Nhóm Zalo');
  await page.getByRole('button', { name: 'Thêm chỗ viết' }).click();
  await pair(8, 'Hẹn người nhà', 'Nhóm Zalo');
  await page.getByRole('button', { name: 'Xem trước, chưa thêm' }).click();
  await expect(page.locator('pre.line')).toContainText('| Nhắn cả xóm | Nhóm Zalo |');
  await expect(page.locator('pre.line')).toContainText('|  | Thư tay |');
  await expect(page.locator('.dap-an')).toContainText('Hẹn người nhà');
  await check();
  await page.getByRole('button', { name: 'Thêm vào cuối bài' }).click();
  await expect(page.locator('.note.ok')).toContainText('Đã thêm câu hỏi');
  await expect(page.locator('#xem .dap-an')).toContainText('Gọi thợ điện');
  await expect(page.locator('#xem .note.bad')).toHaveCount(0);

  // The areas of a picture are drawn before they are stored.
  await page.goto(`${draft}/them#hinh`);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><title>Màn hình</title><desc>Một nút ở giữa</desc><rect x="150" y="100" width="100" height="100"/></svg>';
  await page.locator('#tep').setInputFiles({ name: 'man-hinh.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
  await page.getByLabel('Trong phần').last().selectOption('01-phan-mot');
  await page.getByRole('button', { name: 'Tải lên' }).click();
  await page.goto(`${draft}/cau-hoi?ten=${encodeURIComponent(lesson)}&loai=hotspot`);
  const typed = {
    title: 'Nút ở đâu', stem: 'Chạm vào nút.', alt: 'Một màn hình', a0: 'Giữa màn hình', b0: '35 30 30 40', a1: 'Góc trên', b1: '0 0 20 25', f1: 'Góc trên không có nút.', explanation: 'Nút ở giữa.',
  };
  for (const [id, value] of Object.entries(typed)) await page.locator(`#${id}`).fill(value);
  await page.locator('#r0').check();
  await page.locator('#hinh').selectOption('01-phan-mot/man-hinh.svg');
  await page.getByRole('button', { name: 'Xem trước, chưa thêm' }).click();
  await expect(page.locator('.spot .ok')).toHaveCount(1);
  await expect(page.locator('pre.line')).toContainText('`rect 35 30 30 40`');
  await check();

  // A translation begins with the words of its original.
  await page.goto(here);
  await page.getByRole('link', { name: 'Thêm bản dịch' }).click();
  await page.getByLabel('Ngôn ngữ').selectOption('en');
  await check();
  await page.getByRole('button', { name: 'Tạo bản dịch' }).click();
  await expect(page.locator('#text')).toHaveValue(/original: "[0-9a-f]{12}"[^]*Gọi thợ điện/u);
  await expect(page.locator('.tree [aria-current=page]')).toContainText('English');
  await expect(page.locator('#xem .note')).toHaveCount(1); // the key of the question
  await check();
});
