// A backup of PostgreSQL is restored into a server that is made for it, and compared with what was dumped.
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  backupRestoreTestSchema,
  backupRunSchema,
  type BackupManifest,
  type BackupRestoreTest,
} from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';

const password = 'restore-test';
const own = 'backup_tests';
/** What a dump may say in an odd way, and roles that it does not make. */
const content = [
  'CREATE TABLE "we ird (x)" (id int PRIMARY KEY, note text, at timestamptz, raw bytea)',
  `INSERT INTO "we ird (x)" SELECT n, E'a\\tb\\nc\\\\' || n, now(), decode('00ff', 'hex') FROM generate_series(1, 5000) n`,
  'CREATE TABLE copies (a int, b float8)',
  "INSERT INTO copies SELECT 1, 'NaN' FROM generate_series(1, 10)",
  'ALTER TABLE copies OWNER TO "own er"',
  'CREATE POLICY own ON copies TO "own er" USING (true)',
  'CREATE SEQUENCE numbers START 7',
  "SELECT nextval('numbers')",
  // Only a superuser may own it.
  'CREATE PUBLICATION all_of_it FOR TABLES IN SCHEMA public',
  "COMMENT ON PUBLICATION all_of_it IS 'x'",
  'CREATE PUBLICATION one_of_it FOR TABLE copies WHERE (a > 0)',
];

let lab: PostgresLab;
let folder: string;
let product: Product;
const admin = (sql: string) => lab.withAdmin('source', (client) => client.query(sql));

beforeAll(async () => {
  lab = await postgresPair();
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  // Where root runs the tests, the servers run as nobody.
  chmodSync(folder, 0o755);
  await admin(`CREATE ROLE backup_all LOGIN SUPERUSER PASSWORD '${password}'`);
  await admin('CREATE ROLE "own er"');
  await admin(`CREATE DATABASE ${own}`);
  const { host, port, tls } = endpointOf(lab, 'source');
  const client = new Client({
    host,
    port,
    user: 'backup_all',
    password,
    database: own,
    ssl: { rejectUnauthorized: false },
  });
  await client.connect();
  for (const statement of content) await client.query(statement);
  await client.end();
  const server = {
    name: 'crm-db',
    engine: 'postgres',
    host,
    port,
    username: 'backup_all',
    password,
    tls,
    databases: [own],
  };
  const storages = [{ name: 'disk', folder: join(folder, 'backups') }];
  product = await startProduct(lab, {
    sections: { backups: { servers: [server], storages, restoreTest: { folder } } },
  });
});
afterAll(async () => {
  await product?.end();
  rmSync(folder, { recursive: true });
  await admin(`DROP DATABASE IF EXISTS ${own} WITH (FORCE)`);
  await admin('DROP ROLE IF EXISTS "own er"');
  await admin('DROP ROLE IF EXISTS backup_all');
});

async function backUp(): Promise<string> {
  const asked = await product.send('POST', '/api/backups/runs', { server: 'crm-db' });
  const { id } = backupRunSchema.parse(await asked.json());
  const run = await eventually('it is backed up', async () => {
    const now = backupRunSchema.parse(await product.get(`/api/backups/runs/${id}`));
    return now.state !== 'running' && now;
  });
  expect(run).toMatchObject({ state: 'complete' });
  return run.databases[0]!.backupId!;
}

async function tested(backupId: string): Promise<BackupRestoreTest> {
  const asked = await product.send('POST', '/api/backups/restore-tests', { backupId });
  const { id } = backupRestoreTestSchema.parse(await asked.json());
  return eventually('it was restored', async () => {
    const test = backupRestoreTestSchema.parse(await product.get(`/api/backups/restore-tests/${id}`));
    return test.state !== 'running' && test;
  });
}

it('passes: tables, sequences, owners and policies are made, and every table is identical', async () => {
  const test = await tested(await backUp());
  expect(test).toMatchObject({
    ...{ state: 'passed', reason: null, restoredTo: expect.stringContaining('throwaway postgres') },
    tables: { compared: 3, identical: 3 },
  });
  expect(readdirSync(folder).filter((name) => name.startsWith('cutover-scratch'))).toEqual([]);
});

it('fails an archive that is cut where its manifest says that it is whole', async () => {
  const backupId = await backUp();
  const path = join(folder, 'backups', 'crm-db', own, backupId);
  const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as BackupManifest;
  const object = readFileSync(join(path, manifest.object.name));
  writeFileSync(join(path, manifest.object.name), object.subarray(0, object.length / 2));
  expect(await tested(backupId)).toMatchObject({ state: 'failed', reason: expect.stringContaining('bytes') });
});
