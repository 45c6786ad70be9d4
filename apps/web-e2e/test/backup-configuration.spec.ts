// The configuration of backups as an operator changes it on the page: it counts without a restart.
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '@cutover/lab';
import type { Locator, Page } from 'playwright-core';
import { openDashboard } from '../support/browser.js';
import { says } from '../support/dashboard.js';
import { startStack, type Stack } from '../support/stack.js';

const pictures = join(__dirname, '../test-results');
const widths = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
let stack: Stack;
let page: Page;
let complaints: string[];

const section = (name: string): Locator => page.getByRole('region', { name, exact: true });
const text = (): Locator => page.getByRole('textbox', { name: 'Configuration of backups as YAML' });
const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

async function draw(state: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const)
    for (const [name, size] of Object.entries(widths)) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(size);
      await page.screenshot({
        path: join(pictures, `backup-configuration-${state}-${theme}-${name}.png`),
        fullPage: true,
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    }
  await page.setViewportSize(widths.desk);
}

function sections(lab: Lab, folder: string) {
  const { host, port, user, password, tls } = lab.endpoints.source;
  const server = { host, port, username: user, password, tls: { ca: tls.ca, verify: true }, databases: ['shop'] };
  return {
    backups: {
      servers: [{ name: 'shop-db', ...server }],
      storages: [{ name: 'disk', folder: join(folder, 'backups') }],
    },
  };
}

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  process.env.CUTOVER_SEAL_KEY = randomBytes(32).toString('base64');
  stack = await startStack({}, sections);
  ({ page, complaints } = await openDashboard(stack.browser, `${stack.api.url}/backups`, { viewport: widths.desk }));
});
afterAll(async () => {
  delete process.env.CUTOVER_SEAL_KEY;
  await stack?.stop();
});

it('counts without a restart: a schedule that is added appears with its next times', async () => {
  await says(section('What there is'), 'There is no backup yet');
  expect(await section('Schedules').count()).toBe(0);
  await page.getByRole('link', { name: 'Configuration', exact: true }).click();
  await page.getByText('What cutover.yaml says counts').waitFor();
  const before = await text().inputValue();
  expect(before).toContain('password: "********"');
  expect(before).not.toContain(stack.lab.endpoints.source.password);

  await text().fill(`${before}  schedules:\n    - { name: yearly, cron: "0 3 1 1", timeZone: Europe/Berlin }\n`);
  await press('Check');
  const wrong = before.split('\n').length + 1;
  await says(section('Checked'), new RegExp(`Line ${wrong}: `));
  await draw('wrong');

  await text().fill(`${before}  schedules:\n    - { name: yearly, cron: "0 3 1 1 *", timeZone: Europe/Berlin }\n`);
  await press('Check');
  await says(section('Checked'), 'Changes: schedules/yearly added.');
  expect(await section('Checked').getByRole('time').count()).toBe(5);
  await page.getByLabel('Your name').fill('Ada');
  await press('Save');
  await page.getByText('Revision 1, by Ada').waitFor();
  await draw('saved');

  await page.getByRole('link', { name: 'Backups', exact: true }).last().click();
  await says(section('Schedules'), /yearly/);
  expect(await section('Schedules').getByRole('time').count()).toBe(3);
  await page.getByRole('button', { name: 'Back up shop-db now' }).click();
  await says(section('Runs'), /shop-db\s*Complete/);
  expect(complaints).toEqual([]);
});
