import { dashboard, says } from '../support/dashboard.js';
import { openDashboard } from '../support/browser.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

it('says loudly that it is disconnected when the API dies, can tell nothing then, and is live again by itself', async () => {
  const { page } = await openDashboard(stack.browser, stack.api.url);
  await says(dashboard.verdict(page), 'Safe to cut over');

  await stack.api.kill();
  await says(page.getByRole('alert', { name: 'Disconnected' }), /Everything below is stale/);
  await says(dashboard.verdict(page), 'Cannot tell');
  await says(dashboard.verdict(page), 'Last known answer: safe to cut over');
  await page.getByRole('region', { name: 'Checksums' }).getByText('Stale', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Run now' }).isDisabled()).toBe(true);
  expect(await page.title()).toMatch(/^Cannot tell/);

  await stack.api.restart();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('alert', { name: 'Disconnected' }).waitFor({ state: 'detached' });
  await says(dashboard.verdict(page), 'Safe to cut over');
});
