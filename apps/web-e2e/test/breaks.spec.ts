import type { Page } from 'playwright-core';
import { dashboard, says } from '../support/dashboard.js';
import { openDashboard } from '../support/browser.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let page: Page;

beforeAll(async () => {
  stack = await startStack();
  ({ page } = await openDashboard(stack.browser, stack.api.url));
  await says(dashboard.verdict(page), 'Safe to cut over');
});
afterAll(() => stack?.stop());

it('shows a changed row after a run as diverged, with an alert to acknowledge, and as matched once mended', async () => {
  await stack.lab.break('row-changed');
  await page.getByRole('button', { name: 'Run now' }).click();
  const row = dashboard.row(page, 'checksums', 'shop.customers');
  await says(row, 'Diverged');
  await says(dashboard.verdict(page), 'Not safe');

  const alert = dashboard.firing(page).filter({ hasText: 'CRITICAL' }).filter({ hasText: 'shop.customers' }).first();
  await alert.getByRole('button', { name: /^Acknowledge/ }).click();
  await says(alert, 'Acknowledged by local');

  await stack.lab.mend('row-changed');
  await page.getByRole('button', { name: 'Run now' }).click();
  await says(row, 'Matched');
  await says(dashboard.verdict(page), 'Safe to cut over');
  await dashboard.firing(page).filter({ hasText: 'shop.customers' }).first().waitFor({ state: 'detached' });
});

it('shows a target that is down, cannot tell then, and recovers', async () => {
  await stack.lab.break('target-down');
  const target = dashboard.server(page, 'Target');
  await says(target, /^Down$/);
  await says(target, /failed attempts, still trying/);
  await says(dashboard.verdict(page), 'Cannot tell');
  await says(dashboard.server(page, 'Source'), /^Up$/);

  await stack.lab.mend('target-down');
  await says(target, /^Up$/);
  await says(dashboard.verdict(page), 'Safe to cut over');
});

it('says loudly that it is disconnected when the API dies, can tell nothing then, and is live again by itself', async () => {
  await stack.api.kill();
  await says(page.getByRole('alert', { name: 'Disconnected' }), /Everything below is stale/);
  await says(dashboard.verdict(page), 'Cannot tell');
  await says(dashboard.verdict(page), 'Last known answer: safe to cut over');
  await page.getByRole('region', { name: 'Checksums' }).getByText('Stale', { exact: true }).waitFor();
  // Which of the two there is depends on whether a round was under way.
  expect(await page.getByRole('button', { name: /^(Run now|Cancel run)$/ }).isDisabled()).toBe(true);
  expect(await page.title()).toMatch(/^Cannot tell/);

  await stack.api.restart();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('alert', { name: 'Disconnected' }).waitFor({ state: 'detached' });
  await says(dashboard.verdict(page), 'Safe to cut over');
});
