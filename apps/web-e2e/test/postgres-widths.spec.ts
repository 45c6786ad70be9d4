// The page of PostgreSQL: what it draws in a way of its own, and a migration of two databases.
import type { PostgresLab } from '@cutover/lab';
import type { Page } from 'playwright-core';
import { attestDisk } from '../support/attest-disk.js';
import { openDashboard } from '../support/browser.js';
import { dashboard, says } from '../support/dashboard.js';
import { lookAtEveryWidth, openEveryTheme } from '../support/every-width.js';
import { postgresPageStates } from '../support/postgres-page-states.js';
import { addSecondDatabase, secondDatabase } from '../support/second-database.js';
import { startPostgresStack, type Stack } from '../support/stack.js';

let stack: Stack<PostgresLab>;
let pages: readonly Page[];
const databases = ['shop', secondDatabase];
const pageOf = (database: string): string => `${stack.api.url}/m/shop.${database}`;

beforeAll(async () => {
  stack = await startPostgresStack({
    prepare: addSecondDatabase,
    monitoring: { checksumIntervalMinutes: 0.05, consistencyIntervalMinutes: 0.05, proofWaitSeconds: 2 },
    migration: { databases, schemas: ['public'] },
    sides: { database: undefined },
  });
  for (const database of databases) await attestDisk(stack.api.url, `shop.${database}`);
  pages = await openEveryTheme(stack, pageOf('shop'));
});
afterAll(() => stack?.stop());

it('shows both servers, lag, checksums and counts of a database, without a complaint of the browser', async () => {
  const { page, complaints } = await openDashboard(stack.browser, pageOf(secondDatabase));
  await Promise.all([
    says(dashboard.server(page, 'Source'), /^Up$/),
    says(dashboard.server(page, 'Target'), /^Up$/),
    says(dashboard.replication(page), /^(Applying|Caught up)$/),
    says(dashboard.row(page, 'checksums', 'public.notes'), 'Matched'),
    says(dashboard.row(page, 'consistency', 'public.notes'), 'Matched'),
    says(dashboard.verdict(page), 'Safe to cut over'),
  ]);
  expect(complaints).toEqual([]);
});

it.each(Object.entries(postgresPageStates))(
  'shows %s without scrolling sideways at any width, and is safe again afterwards',
  (name, state) => lookAtEveryWidth(stack, pages, name, state),
);
