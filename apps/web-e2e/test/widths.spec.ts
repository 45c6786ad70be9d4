import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { openDashboard } from '../support/browser.js';
import { dashboard, says } from '../support/dashboard.js';
import { pageStates } from '../support/page-states.js';
import { startStack, type Stack } from '../support/stack.js';

const widths = [320, 390, 768, 1024, 1280, 1920, 2560] as const;
/** `npm run screenshots` names a folder: each state is then drawn in both themes, too. */
const folder = process.env['CUTOVER_SCREENSHOTS'];
/** What comes below looks the same in every state. */
const drawnHeight = 1_600;
const drawnWidths: readonly number[] = [390, 768, 1280, 1920];

let stack: Stack;
const pages: Page[] = [];

beforeAll(async () => {
  stack = await startStack({ checksumIntervalMinutes: 0.05, consistencyIntervalMinutes: 0.05, proofWaitSeconds: 2 });
  if (folder) await mkdir(resolve(folder), { recursive: true });
  for (const colorScheme of folder ? (['light', 'dark'] as const) : (['light'] as const))
    pages.push((await openDashboard(stack.browser, stack.api.url, { colorScheme })).page);
});
afterAll(() => stack?.stop());

/** Elements that stick out of the page to the right: what a failure should print. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const all = [...document.body.querySelectorAll('*')];
    // A panel scrolls in itself: the page is then as wide as it should be, and the panel is not. What is meant to scroll
    // sideways says so in its class.
    const scrollers = all.filter(
      (e) =>
        !e.classList.contains('overflow-x-auto') &&
        /auto|scroll/.test(getComputedStyle(e).overflowX) &&
        e.scrollWidth > e.clientWidth + 1,
    );
    if (scrollers.length > 0)
      return scrollers.map(
        (e) => `${e.scrollWidth} px in ${e.clientWidth} px: ${e.tagName.toLowerCase()}.${e.className}`,
      );
    if (scrollWidth <= clientWidth) return [];
    const out = all.filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
    const named = out.map((e) => `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent?.slice(0, 40)}`);
    return [`${scrollWidth} px in ${clientWidth} px`, ...named.slice(0, 8)];
  });
}

it.each(Object.entries(pageStates))(
  'shows %s without scrolling sideways at any width, and is safe again afterwards',
  async (name, state) => {
    await state.begin?.(stack);
    try {
      for (const page of pages) {
        await state.isShown(page);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          expect({ width, sideways: await sideways(page) }).toEqual({ width, sideways: [] });
          if (folder && drawnWidths.includes(width)) {
            const theme = await page.evaluate(() => document.documentElement.dataset['theme']);
            const height = await page.evaluate(() => document.documentElement.scrollHeight);
            await page.screenshot({
              path: join(resolve(folder), `${name}-${width}-${theme}.png`),
              fullPage: true,
              clip: { x: 0, y: 0, width, height: Math.min(height, drawnHeight) },
            });
          }
        }
        await state.leave?.(page);
      }
    } finally {
      await state.end?.(stack);
    }
    for (const page of pages) {
      await says(dashboard.verdict(page), 'Safe to cut over');
      await state.isGone?.(page);
    }
  },
);

it('names each section to go to, and folds what matched, on a narrow screen', async () => {
  const page = pages[0]!;
  await page.setViewportSize({ width: 390, height: 844 });
  await says(dashboard.verdict(page), 'Safe to cut over');
  const matched = page.getByRole('region', { name: 'Checksums' }).getByRole('button', { name: /^\d+ matched/ });
  await matched.waitFor();
  expect(await dashboard.row(page, 'checksums', 'shop.customers').isVisible()).toBe(false);
  await matched.click();
  await dashboard.row(page, 'checksums', 'shop.customers').waitFor();
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Alerts' }).click();
  const alerts = await page.getByRole('region', { name: 'Alerts' }).boundingBox();
  expect(alerts?.y).toBeLessThan(300);
});

it('leads from the first reason to the row of the table it names', async () => {
  const page = pages[0]!;
  await page.setViewportSize({ width: 1280, height: 900 });
  await stack.lab.break('row-changed');
  try {
    await says(dashboard.verdict(page), /shop\.customers differs between source and target: 1 row changed \(id \d+\)/);
    await dashboard.verdict(page).getByRole('link', { name: 'see the table' }).click();
    const row = await dashboard.row(page, 'checksums', 'shop.customers').first().boundingBox();
    expect(row?.y).toBeGreaterThan(0);
    expect(row?.y).toBeLessThan(300);
  } finally {
    await stack.lab.mend('row-changed');
  }
});
