// The position in the manifest of a dump of PostgreSQL: what was committed up to it is in the dump.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { findPrograms } from '../../src/backups/programs/client-program.js';
import { runBackup } from '../../src/backups/run/run-backup.js';
import type { ScratchServer } from '../../src/backups/scratch/scratch-server.js';
import { startThrowaway } from '../../src/backups/scratch/throwaway-server.js';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';

const { signal } = new AbortController();
let folder: string;
let server: ScratchServer;
let writer: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-position-'));
  // Where root runs the tests, the server runs as nobody.
  chmodSync(folder, 0o755);
  server = await startThrowaway({ engine: 'postgres', serverVersion: '1', needsBytes: 0n, folder, signal });
  const { host, port, username: user, password } = server.endpoint;
  writer = new Client({ host, port, user, password, database: 'postgres' });
  await writer.connect();
  await writer.query('CREATE TABLE written (note text)');
});
afterAll(async () => {
  await writer?.end();
  await server?.end();
  rmSync(folder, { recursive: true });
});

async function dumped(): Promise<{ position: string | null; notes: string }> {
  const [client] = await findPrograms(['pg_dump']);
  const { manifest, folder: place } = await runBackup({
    ...{ server: 'db', engine: 'postgres', endpoint: server.endpoint, database: 'postgres', type: 'manual' },
    ...{ client: client!, storages: [new LocalStorage('disk', folder)], databaseOptions: null, roles: null },
    ...{ accounts: null, serverVersion: '15', tellsPosition: false, compression: 'none', recipients: [], signal },
    now: () => new Date(),
  });
  const archive = join(folder, place, manifest.object.name);
  const restore = ['--data-only', '--table=written', '--file=-', archive];
  return { position: manifest.position, notes: execFileSync('pg_restore', restore, { encoding: 'utf8' }) };
}
const positionNow = async (): Promise<string> =>
  (await writer.query<{ at: string }>('SELECT pg_current_wal_lsn()::text AS at')).rows[0]!.at;
const isBelow = async (one: string, other: string): Promise<boolean> =>
  (await writer.query<{ below: boolean }>('SELECT $1::pg_lsn <= $2::pg_lsn AS below', [one, other])).rows[0]!.below;

it('waits for a transaction that has written and is not visible yet, and has it in the dump', async () => {
  await writer.query("INSERT INTO written VALUES ('before')");
  const before = await positionNow();
  await writer.query('BEGIN');
  await writer.query("INSERT INTO written VALUES ('under way')");
  const dumping = dumped();
  await delay(2_000);
  await writer.query('COMMIT');
  const { position, notes } = await dumping;
  expect(notes).toContain('before');
  expect(notes).toContain('under way');
  expect(await isBelow(before, position!)).toBe(true);
  expect(await isBelow(position!, await positionNow())).toBe(true);
});

it('is not told where such a transaction goes on, and the dump is made all the same', async () => {
  await writer.query('BEGIN');
  await writer.query("INSERT INTO written VALUES ('never committed')");
  const { position, notes } = await dumped();
  await writer.query('ROLLBACK');
  expect(position).toBeNull();
  expect(notes).toContain('before');
  expect(notes).not.toContain('never committed');
});

it('keeps no transaction open when the dump has ended', async () => {
  await dumped();
  const { rows } = await writer.query("SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'");
  expect(rows).toEqual([]);
});
