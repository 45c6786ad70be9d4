import { dashboard, says } from '../support/dashboard.js';
import { openDashboard } from '../support/browser.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

it('shows both connections, lag, checksums and consistency of the pair within 60 s, without a complaint of the browser', async () => {
  const { page, complaints } = await openDashboard(stack.browser, stack.api.url);
  await Promise.all([
    says(dashboard.server(page, 'Source'), /^Up$/),
    says(dashboard.server(page, 'Target'), /^Up$/),
    says(dashboard.replication(page), /^(Applying|Caught up)$/),
    says(dashboard.row(page, 'checksums', 'shop.customers'), 'Matched'),
    says(dashboard.row(page, 'consistency', 'shop.customers'), 'Matched'),
  ]);
  await says(dashboard.verdict(page), 'Safe to cut over');
  expect(await page.title()).toBe('Safe to cut over · shop · Cutover');
  expect(complaints).toEqual([]);
});

it.each(['light', 'dark'] as const)(
  'is drawn in the %s theme of the system, and the other one can be chosen',
  async (theme) => {
    const { page } = await openDashboard(stack.browser, stack.api.url, { colorScheme: theme });
    const shown = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset.theme);
    expect(await shown()).toBe(theme);
    const other = theme === 'light' ? 'dark' : 'light';
    const themes = page.getByRole('group', { name: 'Theme' }).first();
    await themes.getByRole('button', { name: other === 'dark' ? 'Dark' : 'Light' }).click();
    expect(await shown()).toBe(other);
    await page.reload();
    expect(await shown()).toBe(other);
  },
);

it('is used by keyboard alone: sections, filter, a table opened and closed', async () => {
  const { page } = await openDashboard(stack.browser, stack.api.url);
  await dashboard.row(page, 'checksums', 'shop.customers').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('checksums');

  await page.keyboard.press('/');
  await page.keyboard.type('customers');
  await page.getByText(/^1 of \d+$/).waitFor();
  await page.keyboard.press('Escape');
  await page
    .getByText(/^\d+ in all$/)
    .first()
    .waitFor();

  const opener = page.getByRole('button', { name: 'shop.customers' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await says(page.getByRole('dialog', { name: 'shop.customers' }), 'Source digest');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});
