import type { Page } from 'playwright-core';
import { dashboard, says } from '../support/dashboard.js';
import { lookAtEveryWidth, openEveryTheme } from '../support/every-width.js';
import { pageStates } from '../support/page-states.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let pages: readonly Page[];

beforeAll(async () => {
  stack = await startStack({ checksumIntervalMinutes: 0.05, consistencyIntervalMinutes: 0.05, proofWaitSeconds: 2 });
  pages = await openEveryTheme(stack, stack.api.url);
});
afterAll(() => stack?.stop());

it.each(Object.entries(pageStates))(
  'shows %s without scrolling sideways at any width, and is safe again afterwards',
  (name, state) => lookAtEveryWidth(stack, pages, name, state),
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
