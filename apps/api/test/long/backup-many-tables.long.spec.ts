// A database of ten thousand tables is dumped, read back and restored: names, rows and digests of all of them go through the manifest.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { readPassword } from '@cutover/databases';
import { createConnection } from 'mysql2/promise';
import { backupManifestSchema } from '@cutover/contracts';
import type { ScratchServer } from '../../src/backups/scratch/scratch-server.js';
import { startThrowaway } from '../../src/backups/scratch/throwaway-server.js';
import { runCommand } from '../support/run-command.js';

const tables = 10_000;
const database = 'very many';

let folder: string;
let server: ScratchServer;

beforeAll(async () => {
  // In memory: a disk would be asked to keep each of them.
  folder = mkdtempSync('/dev/shm/cutover-many-tables-');
  await chmod(folder, 0o711);
  const { signal } = new AbortController();
  server = await startThrowaway({ engine: 'mariadb', serverVersion: '1', needsBytes: 0n, folder, signal });
  const { host, port, username } = server.endpoint;
  const root = await createConnection({ host, port, user: username, password: await readPassword(server.endpoint) });
  await root.query(`CREATE DATABASE \`${database}\``);
  await root.query(`USE \`${database}\``);
  for (let table = 0; table < tables; table++)
    await root.query(`CREATE TABLE \`t ${table}\` (id INT PRIMARY KEY) SELECT ${table} AS id`);
  await root.end();
}, 600_000);
afterAll(async () => {
  await server?.end();
  rmSync(folder, { recursive: true });
});

it('is backed up, read back and restored', async () => {
  const file = join(folder, 'cutover.json');
  const { host, port, username } = server.endpoint;
  const password = await readPassword(server.endpoint);
  const backups = {
    servers: [{ name: 'many-db', host, port, username, password, databases: [database] }],
    storages: [{ name: 'disk', folder: 'backups' }],
    restoreTest: { folder },
  };
  writeFileSync(file, JSON.stringify({ migrations: [], backups }), { mode: 0o600 });
  const timed = async (...command: string[]) => {
    const startedMs = performance.now();
    const ended = await runCommand([...command, '--config', file]);
    return { ...ended, seconds: Math.round((performance.now() - startedMs) / 1000) };
  };
  const run = await timed('backup', 'run');
  expect([run.code, run.complaints]).toEqual([0, []]);
  const [only] = JSON.parse((await timed('backup', 'list', '--json')).output) as { folder: string }[];
  const path = join(folder, 'backups', only!.folder, 'manifest.json');
  const manifest = backupManifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  expect(Object.keys(manifest.rowCounts ?? {})).toHaveLength(tables);
  expect(new Set(Object.values(manifest.tableDigests ?? {})).size).toBe(tables);
  expect(statSync(path).size).toBeLessThan(2 * 1024 * 1024);
  const restored = await timed('backup', 'verify', '--restore');
  expect([restored.code, restored.complaints]).toEqual([0, []]);
  expect(restored.output).toContain(`${tables} of ${tables} tables identical`);
  console.log(`${tables} tables: dumped in ${run.seconds} s, restored and compared in ${restored.seconds} s`);
}, 900_000);
