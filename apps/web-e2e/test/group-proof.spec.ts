// The freeze proof of all databases of a migration, walked from the list of migrations as the demo lets an operator walk it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresLab } from '@cutover/lab';
import type { Locator, Page } from 'playwright-core';
import { attestDisk } from '../support/attest-disk.js';
import { openDashboard } from '../support/browser.js';
import { says } from '../support/dashboard.js';
import { databasesToFreeze, sentinelTable, type RunIn } from '../support/databases-to-freeze.js';
import { secondDatabase } from '../support/second-database.js';
import { startPostgresStack, type Stack } from '../support/stack.js';

const pictures = join(__dirname, '../test-results');
const widths = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const databases = ['shop', secondDatabase];
let stack: Stack<PostgresLab>;
let run: RunIn;
let page: Page;
let complaints: string[];

const proof = (): Locator => page.getByRole('region', { name: 'Freeze proof of all databases of shop' });
const press = (name: string): Promise<void> => proof().getByRole('button', { name, exact: true }).click();
const of = (database: string): Locator =>
  proof()
    .getByRole('list', { name: 'Freeze proof of each database of shop' })
    .getByRole('listitem')
    .filter({ hasText: database });

async function draw(state: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const)
    for (const [name, size] of Object.entries(widths)) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(size);
      await page.screenshot({ path: join(pictures, `group-proof-${state}-${theme}-${name}.png`), fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    }
  await page.setViewportSize(widths.desk);
}

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  stack = await startPostgresStack({
    prepare: async (lab) => {
      run = await databasesToFreeze(lab);
    },
    // A first round that finds a server busy is not the last one.
    monitoring: { checksumIntervalMinutes: 0.05, consistencyIntervalMinutes: 0.05, proofWaitSeconds: 2 },
    migration: { databases, schemas: ['public'] },
    sides: { database: undefined },
    sections: { readiness: { soakMinutes: 0, freezeBudgetSeconds: 300, freezeProof: { sentinelTable } } },
  });
  for (const database of databases) await attestDisk(stack.api.url, `shop.${database}`);
  ({ page, complaints } = await openDashboard(stack.browser, stack.api.url, { viewport: widths.desk }));
  await page.getByText('2 of 2 databases are safe').waitFor();
});
afterAll(() => stack?.stop());

it('is followed by an operator who freezes each database, until all are proved', async () => {
  await draw('before');
  await press('Start the proof of all 2 databases');
  await says(proof(), /^In (shop and other|other and shop): Freeze the source/);
  await draw('waiting');
  const freeze = await proof().locator('code').first().innerText();
  await run('shop', 'source', freeze);
  await says(of('shop'), 'Proved');
  await says(proof(), /^In other: Freeze the source/);
  await draw('half');
  await run(secondDatabase, 'source', freeze);
  await says(proof(), 'All databases proved');
  await says(proof(), /nothing is lost if you switch now/);
  await says(proof(), /^Run this in each database on the target/);
  await draw('proved');
});

it('takes back what it said when one of them is written, and says how to lift the freeze of all', async () => {
  await run(secondDatabase, 'source', "BEGIN READ WRITE; UPDATE notes SET body = 'late' WHERE id = 1; COMMIT");
  await says(proof(), 'Do not switch');
  expect(
    await proof()
      .getByText(/switch now/)
      .count(),
  ).toBe(0);
  const thaw = proof().locator('[data-left-frozen]');
  await says(thaw, /You froze .* for this proof/);
  await draw('broken');
  for (const database of databases) await run(database, 'source', await thaw.locator('code').innerText());
  await press('Stop the watch of all');
  await says(proof(), 'Cannot tell');
  await draw('stopped');
  expect(complaints).toEqual([]);
});
