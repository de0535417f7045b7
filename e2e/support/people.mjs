// What people do at the door: register, sign in, sign out. Passwords are made up for each test.
import { expect } from '@playwright/test';

export const password = 'ghe-nhua-troi-cao-2026';

let made = 0;

/** A phone number that nobody else in this run has; no operator gives out numbers that begin with 01. */
export function freshPhone() {
  made += 1;
  const worker = String(process.env.TEST_PARALLEL_INDEX ?? 0).padStart(2, '0');
  return `01${worker}${String(Date.now() % 1000).padStart(3, '0')}${String(made).padStart(3, '0')}`;
}

export async function fillRegistration(page, { name, contact, secret = password, consent = true }) {
  await page.getByLabel('Họ và tên').fill(name);
  await page.locator('#contact').fill(contact);
  await page.locator('#password').fill(secret);
  if (consent) await page.locator('#consent').check();
}

/** Registers somebody new, who is signed in afterwards. */
export async function register(page, { name, contact = freshPhone(), to = '' }) {
  await page.goto(`/dang-ky${to && `?ve=${encodeURIComponent(to)}`}`);
  await fillRegistration(page, { name, contact });
  await page.locator('form[action="/dang-ky"] button[type=submit]').click();
  await expect(page.locator('.who')).toHaveText(name);
  return { name, login: contact, password };
}

export async function fillSignIn(page, { login, password: secret }) {
  const form = page.locator('form', { has: page.locator('#contact') });
  await form.locator('#contact').fill(login);
  await form.locator('#password').fill(secret);
  await form.locator('button[type=submit]').click();
}

export async function signIn(page, person) {
  await page.goto('/dang-nhap');
  await fillSignIn(page, person);
  await expect(page.locator('.who')).toHaveText(person.name);
}

/** Forgets the session as a browser does whose cookies were cleared; other cookies stay. */
export async function loseSession(context) {
  const kept = (await context.cookies()).filter((cookie) => cookie.name === 'lang');
  await context.clearCookies();
  await context.addCookies(kept);
}
