import { dashboard, says } from '../support/dashboard.js';
import { openDashboard } from '../support/browser.js';
import { startStack, type Stack } from '../support/stack.js';
let stack: Stack;
beforeAll(async () => { stack = await startStack(); });
afterAll(() => stack?.stop());
const position = '0-1-48211002';
const differences = [
  { table: 'shop.customers', kind: 'changed', key: { id: '17' }, columns: ['balance', 'email', 'note'], source: { id: '17', balance: '20.00', email: 'ada.lovelace@example.net', note: 'Zoë' }, target: { id: '17', balance: '20.01', email: 'xada.lovelace@example.net', note: 'Zoë ' }, position },
  { table: 'shop.customers', kind: 'missing', key: { id: '18', tenant: 'north' }, source: { id: '18', balance: null, email: '', note: 'x'.repeat(300) }, position },
  { table: 'shop.customers', kind: 'extra', key: { id: '19' }, target: { id: '19', balance: '3.00', email: 'a@b', note: null }, position },
  { table: 'shop.customers', kind: 'changed', key: { id: '20' }, columns: ['email'], position },
];
it.each(['light', 'dark'] as const)('%s', async (theme) => {
  const { page } = await openDashboard(stack.browser, stack.api.url, { colorScheme: theme });
  await page.route('**/differences*', (route) => route.fulfill({ json: { differences, total: 1204, nextCursor: 'x', complete: false } }));
  if (theme === 'light') await stack.lab.break('row-changed');
  await page.getByRole('button', { name: 'Run now' }).click();
  await says(dashboard.row(page, 'checksums', 'shop.customers'), 'Diverged');
  await page.waitForTimeout(8000);
  await page.evaluate((at) => {
    const app = (document.querySelector('#app') as any).__vue_app__;
    const pinia = app.config.globalProperties.$pinia;
    pinia._s.get('checksum').receive({ id: 'zz', migration: 'shop', trigger: 'request', mode: 'snapshot', state: 'running', verdict: null, reason: null, tables: { total: 14, done: 5, current: ['shop.orders'] }, progress: [
      { table: 'shop.orders', rows: '2600000', estimatedRows: '5000000', chunks: 13, rowsPerSecond: 251234.2, remainingSeconds: 9.6, pauseReason: null },
      { table: 'shop.order_items', rows: '120000', estimatedRows: '9000000', chunks: 2, rowsPerSecond: null, remainingSeconds: null, pauseReason: 'the target is 14 s behind, over verification.maxLagSeconds (10 s)' }], results: [], startedAt: at, finishedAt: null });
  }, new Date(Date.now() - 60000).toISOString());
  await page.locator('#checksums').scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  await page.locator('#checksums').screenshot({ path: `/tmp/shots/run-${theme}.png` });
  await page.getByRole('button', { name: 'shop.customers', exact: true }).click();
  await page.getByText('Differing', { exact: false }).first().waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: `/tmp/shots/panel-${theme}.png` });
  await page.getByRole('dialog').evaluate((el) => el.scrollTo(0, 99999));
  await page.waitForTimeout(200);
  await page.screenshot({ path: `/tmp/shots/panel2-${theme}.png` });
});
