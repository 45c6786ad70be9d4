// The page for three in the morning, walked as the demo lets an operator walk it: to seven greens, and beyond.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Load } from '@cutover/lab';
import type { Locator, Page } from 'playwright-core';
import { openDashboard } from '../support/browser.js';
import { says } from '../support/dashboard.js';
import { startStack, type Stack } from '../support/stack.js';

const pictures = join(__dirname, '../test-results');
const widths = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
let stack: Stack;
let load: Load;
let page: Page;
let complaints: string[];

const next = (): Locator => page.getByRole('region', { name: 'Next step' });
const clock = (): Locator => page.getByRole('region', { name: 'Freeze budget' });
const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const lights = (): Promise<string[]> =>
  page
    .getByRole('list', { name: 'Seven lights' })
    .locator('> li')
    .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['state'] ?? ''));
const sevenGreen = Array<string>(7).fill('green');

/** Runs, on the source, what the page says. */
async function runWhatItSays(): Promise<void> {
  const statement = await next().locator('code').innerText();
  await stack.lab.withAdmin('source', (root) => root.query(statement));
}

async function draw(state: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const)
    for (const [name, size] of Object.entries(widths)) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(size);
      await page.screenshot({ path: join(pictures, `freeze-${state}-${theme}-${name}.png`), fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    }
  await page.setViewportSize(widths.desk);
}

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  stack = await startStack();
  load = stack.lab.startLoad({ rate: 20 });
  const home = await openDashboard(stack.browser, stack.api.url, { viewport: widths.desk });
  await says(home.page.getByRole('region', { name: 'Verdict' }), /Safe to cut over/);
  await home.page.close();
  ({ page, complaints } = await openDashboard(stack.browser, `${stack.api.url}/m/shop/freeze-proof`));
});
afterEach(() => stack.lab.withAdmin('source', (root) => root.query('SET GLOBAL read_only = OFF')));
afterAll(async () => {
  await load?.stop();
  await stack?.stop();
});

it('is followed by an operator who freezes the source, to seven greens', async () => {
  await draw('before');
  await press('Start the proof');
  await says(next(), /Freeze the source: stop the application/);
  await draw('waiting');
  await runWhatItSays();
  await says(next(), 'All seven green');
  expect(await lights()).toEqual(sevenGreen);
  await says(next(), /Run this on the target/);
  await says(clock(), /Frozen by you/);
  await draw('passed');
});

it('says what it does not know any more when the watch is stopped', async () => {
  await press('Stop the watch');
  await says(next(), 'Not watched any more');
  await says(next(), /Start the proof again/);
});

it('says nothing of a watch or a wait once it was cancelled', async () => {
  await press('Start again');
  await says(next(), /Freeze the source: stop the application/);
  await press('Cancel the proof');
  await says(next(), 'Cancelled');
  expect((await lights()).filter((state) => state === 'running')).toEqual([]);
  const text = await page.getByRole('list', { name: 'Seven lights' }).innerText();
  expect(text).toContain('Not finished: the proof was cancelled.');
  expect(text).not.toMatch(/watches|Looking|not frozen yet|Not looked at yet/);
  await draw('cancelled');
});

it('lets Cutover freeze the source, to seven greens, and says when its lock is gone', async () => {
  await press('Freeze the source, then prove');
  await press('Freeze it');
  await says(next(), 'All seven green');
  expect(await lights()).toEqual(sevenGreen);
  await says(clock(), /Cutover holds the source frozen/);
  await says(next(), /before our lock ends/);
  await draw('held');
  await runWhatItSays();
  // The lock ends at the end of the budget, and the operator's freeze holds.
  await says(clock(), /Cutover holds it no longer: the freeze budget of 60 s is over/);
  await says(next(), /Run this on the target/);
  expect(await lights()).toEqual(sevenGreen);
  await says(page.getByRole('list', { name: 'Seven lights' }), /The lock is gone: the freeze budget of 60 s is over/);
  expect(complaints).toEqual([]);
});

it('takes back what it said when the old source is written', async () => {
  await stack.lab.withAdmin('source', (root) =>
    root.query('UPDATE coupons SET valid_from = valid_from + INTERVAL 1 DAY LIMIT 1'),
  );
  await says(next(), 'No longer proved');
  await says(next(), /does not hold any more/);
  await draw('broken');
});
