// A backup as an operator makes it on the page: it runs, appears, is restored, and counts for the switch.
import { chmodSync } from 'node:fs';
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
const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

async function draw(state: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const)
    for (const [name, size] of Object.entries(widths)) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(size);
      await page.screenshot({ path: join(pictures, `backups-${state}-${theme}-${name}.png`), fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    }
  await page.setViewportSize(widths.desk);
}

/** The source is backed up to a folder, and restored beside it. */
function sections(lab: Lab, folder: string) {
  // Where root runs the tests, the server of a restore test runs as nobody.
  chmodSync(folder, 0o755);
  const { host, port, user, password, tls } = lab.endpoints.source;
  const server = { host, port, username: user, password, tls: { ca: tls.ca, verify: true }, databases: ['shop'] };
  return {
    readiness: { soakMinutes: 0 },
    backups: {
      servers: [{ name: 'shop-db', ...server }],
      storages: [{ name: 'disk', folder: join(folder, 'backups') }],
      schedules: [{ name: 'yearly', cron: '0 3 1 1 *', timeZone: 'Europe/Berlin' }],
      restoreTest: { folder },
    },
  };
}

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  stack = await startStack({}, sections);
  ({ page, complaints } = await openDashboard(stack.browser, `${stack.api.url}/backups`, { viewport: widths.desk }));
});
afterAll(async () => {
  await stack?.stop();
});

it('runs, appears, is restored, and its source may then be switched', async () => {
  await says(section('What there is'), 'There is no backup yet');
  await draw('none');
  await press('Back up shop-db now');
  await says(section('Runs'), /shop-db\s*Complete/);
  await says(section('What there is'), /shop\s*shop-db.*(Not tried|Read back)/s);

  const home = await openDashboard(stack.browser, stack.api.url, { viewport: widths.desk });
  await says(home.page.getByRole('region', { name: 'Verdict' }), /No backup of shop of this server was ever restored/);

  await says(section('The last 30 days'), /shop\s*shop-db.*: Complete, 1 backup/s);
  await page.getByRole('gridcell', { name: /: Complete, 1 backup/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await says(section('The last 30 days'), /shop-db\/shop, .*: None was due/);

  await press(/to see whether it restores/);
  await says(section('Does it restore?'), /shop\s*shop-db.*Restores.*tables identical/s);
  await says(section('What there is'), /Restored/);
  await page.getByRole('gridcell', { name: /: Restored to prove it/ }).waitFor();
  await says(section('Storages'), /growth is known after two days, .* free\s*shop-db [\d.]+ kB/);
  await draw('restored');
  await says(home.page.getByRole('region', { name: 'Verdict' }), /Safe to cut over/);
  expect([...complaints, ...home.complaints]).toEqual([]);
});

it('tells of a run what came of each database, and what to do, and finds it among others', async () => {
  await section('Runs').getByLabel('State').selectOption('Complete');
  await section('Runs').getByRole('link', { name: 'shop-db' }).first().click();
  await says(section('Step by step'), /Stored(, read back)?\s*shop\s*in disk/);
  await says(section('What it came to'), /Nothing to do/);
  await draw('run');
  await page.getByRole('link', { name: 'Backups', exact: true }).last().click();
  await says(section('Runs'), /shop-db\s*Complete/);
});

it('says what it no longer knows while the API is away', async () => {
  await stack.api.kill();
  await says(page.getByRole('alert').first(), /does not answer/);
  await draw('away');
  await stack.api.restart();
  await says(section('Does it restore?'), /Restores/);
});
