import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { dashboard, says } from '../support/dashboard.js';
import { openDashboard } from '../support/browser.js';
import { startStack, type Stack } from '../support/stack.js';

const pictures = join(__dirname, '../test-results');
let stack: Stack;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  stack = await startStack();
  await mkdir(pictures, { recursive: true });
  ({ page, complaints } = await openDashboard(stack.browser, stack.api.url));
  await says(dashboard.row(page, 'checksums', 'shop.customers'), 'Matched');
  await stack.lab.break('row-changed');
  await page.getByRole('button', { name: 'Run now' }).click();
  await says(dashboard.row(page, 'checksums', 'shop.customers'), 'Diverged');
});
// A panel that stays open hides the page from the next test.
afterEach(() => page.keyboard.press('Escape'));
afterAll(() => stack?.stop());

async function openCustomers(): Promise<Locator> {
  await page.getByRole('button', { name: 'shop.customers', exact: true }).click();
  return page.getByRole('dialog', { name: 'shop.customers' });
}

it('shows the one differing row of a table by its key, with both values of each differing column', async () => {
  const panel = await openCustomers();
  const rows = panel.getByRole('list', { name: 'Differing rows' }).getByRole('listitem');
  await says(rows.first(), 'Changed');
  expect(await rows.count()).toBe(1);
  expect(await rows.first().innerText()).toMatch(/id =\s*17/);
  await says(panel, /^Proved different as of GTID/);
  await says(panel, '1 of 1 shown');

  const cells = await rows
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
    .evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.textContent?.trim() ?? '')));
  // The server itself sets the time of the change.
  expect(cells.map(([column]) => column).sort()).toEqual(['balance', 'email', 'updated_at']);
  const email = cells.find(([column]) => column === 'email');
  expect(email?.[2]).toBe(`x${email?.[1]}`);
});

it('gives the repair statements to download, and says that it never runs them', async () => {
  const panel = await openCustomers();
  await says(panel, /Cutover never runs them/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('link', { name: 'Download repair.sql' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/repair\.sql$/);
  const sql = await readFile(await download.path(), 'utf8');
  expect(sql).toMatch(/(?:UPDATE|INSERT INTO) `shop`\.`customers`/);
  expect(sql).toMatch(/\b17\b/);
  expect(complaints).toEqual([]);
});

it.each(['light', 'dark'] as const)('is drawn in the %s theme, and fits a phone', async (theme) => {
  await page.emulateMedia({ colorScheme: theme });
  const panel = await openCustomers();
  await says(panel, 'Changed');
  await page.screenshot({ path: join(pictures, `differing-rows-${theme}.png`) });
  const opened = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: join(pictures, `differing-rows-${theme}-phone.png`) });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize(opened);
});
