// Functions of a user of the source run while a dump of PostgreSQL is restored. They must have no powers on our machine.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { readPassword } from '@cutover/databases';
import { findPrograms } from '../../src/backups/programs/client-program.js';
import { runRestoreTest, type RestoreTestResult } from '../../src/backups/restore-test/run-restore-test.js';
import { restoreDialects } from '../../src/backups/restore/dialects/registry.js';
import { withRestoreSession } from '../../src/backups/restore/restore-session.js';
import { runBackup } from '../../src/backups/run/run-backup.js';
import type { ScratchServer } from '../../src/backups/scratch/scratch-server.js';
import { startThrowaway } from '../../src/backups/scratch/throwaway-server.js';
import { lookAtServer } from '../../src/backups/servers/look-at-server.js';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';

const { signal } = new AbortController();
const made = () => startThrowaway({ engine: 'postgres', serverVersion: '1', needsBytes: 0n, folder: null, signal });

let folder: string;
let source: ScratchServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-powers-'));
  // Where root runs the tests, the servers run as nobody.
  chmodSync(folder, 0o777);
  source = await made();
});
afterAll(async () => {
  await source?.end();
  rmSync(folder, { recursive: true });
});

async function on(database: string, ...statements: string[]): Promise<void> {
  const { host, port, username: user } = source.endpoint;
  const client = new Client({ host, port, user, password: await readPassword(source.endpoint), database });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Dumps a database of the source, and restores it to a server that is made for it. */
async function tested(database: string): Promise<RestoreTestResult> {
  const [client] = await findPrograms(['pg_dump']);
  const look = await lookAtServer('postgres', source.endpoint);
  const storage = new LocalStorage('disk', join(folder, 'backups'));
  const { manifest, folder: place } = await runBackup({
    ...{ server: 'crm', engine: 'postgres', endpoint: source.endpoint, database, type: 'manual', client: client! },
    ...{ storages: [storage], databaseOptions: look.databases.get(database) ?? null, roles: look.roles },
    accounts: null,
    ...{ serverVersion: look.identity.version, tellsPosition: false, compression: 'none', recipients: [], signal },
    now: () => new Date(),
  });
  return runRestoreTest({
    ...{ storage, folder: place, manifest, identityFiles: [], openServer: made, signal, now: () => new Date() },
    warn: (message) => {
      throw new Error(message);
    },
  });
}

it('runs no program for a function of a user of the source', async () => {
  const written = join(folder, 'written');
  await on('postgres', 'CREATE ROLE mallory LOGIN', 'CREATE DATABASE evil OWNER mallory');
  await on(
    'evil',
    'SET SESSION AUTHORIZATION mallory',
    // As it stands on the source it does nothing: mallory may run no program there.
    `CREATE FUNCTION public.harmless(int) RETURNS boolean LANGUAGE plpgsql AS $$
       BEGIN
         EXECUTE 'RESET ROLE';
         EXECUTE 'COPY (SELECT 1) TO PROGRAM ''cat > ${written}''';
         RETURN true;
       EXCEPTION WHEN insufficient_privilege THEN RETURN true;
       END $$`,
    'CREATE TABLE public.t (id int CHECK (public.harmless(id)))',
    'INSERT INTO public.t VALUES (1)',
  );
  expect(existsSync(written)).toBe(false);
  expect(await tested('evil')).toMatchObject({ outcome: 'passed', tables: { compared: 1, identical: 1 } });
  expect(existsSync(written)).toBe(false);
});

it('passes what only a superuser may make, where it is an extension of this machine, and roles of any name', async () => {
  await on('postgres', 'CREATE ROLE postgres SUPERUSER', `CREATE ROLE "o'w""n"`, 'CREATE DATABASE shop');
  await on(
    'shop',
    'CREATE EXTENSION pg_stat_statements',
    'CREATE EXTENSION hstore',
    'CREATE SCHEMA sales AUTHORIZATION postgres',
    "CREATE TABLE sales.orders (id serial PRIMARY KEY, more public.hstore DEFAULT 'a=>1')",
    'INSERT INTO sales.orders SELECT FROM generate_series(1, 100)',
    `ALTER TABLE sales.orders OWNER TO "o'w""n"`,
    'CREATE MATERIALIZED VIEW sales.sums AS SELECT count(*) AS n FROM sales.orders',
    "SELECT lo_from_bytea(0, '\\x00ff')",
    'CREATE POLICY own ON sales.orders TO postgres USING (true)',
    'ALTER TABLE sales.orders ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE sales.orders FORCE ROW LEVEL SECURITY',
    'ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA sales GRANT SELECT ON TABLES TO PUBLIC',
    "COMMENT ON EXTENSION hstore IS 'ours'",
    'CREATE TABLE parts (id int) PARTITION BY RANGE (id)',
    'CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)',
    'INSERT INTO parts VALUES (1)',
    'CREATE PUBLICATION of_parts FOR TABLE parts',
    'CREATE SCHEMA extensions',
    'CREATE EXTENSION postgres_fdw SCHEMA extensions',
    'CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw',
    'ALTER SERVER elsewhere OWNER TO postgres',
    `CREATE TABLE public.of_owner (id int)`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    `ALTER TABLE public.of_owner OWNER TO "o'w""n"`,
    `CREATE FUNCTION public.one() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`,
    `ALTER FUNCTION public.one() OWNER TO "o'w""n"`,
    'REVOKE EXECUTE ON FUNCTION extensions.postgres_fdw_disconnect_all() FROM PUBLIC',
    "COMMENT ON TABLE public.of_owner IS 'theirs'",
    "COMMENT ON SCHEMA sales IS 'x'",
  );
  expect(await tested('shop')).toMatchObject({ outcome: 'passed', reason: null });
});

it('calls no backup bad where an index could not be looked through for another reason than its content', async () => {
  await on('postgres', 'CREATE DATABASE odd OWNER mallory');
  await on(
    'odd',
    'SET SESSION AUTHORIZATION mallory',
    `CREATE FUNCTION public.touchy(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
       BEGIN
         IF current_setting('is_superuser') = 'on' THEN RAISE EXCEPTION 'touchy'; END IF;
         RETURN $1;
       END $$`,
    'CREATE TABLE public.t (id int)',
    'INSERT INTO public.t VALUES (1)',
    'CREATE INDEX ON public.t (public.touchy(id))',
  );
  expect(await tested('odd')).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('touchy') });
});

it('finds an index that has not the rows of its table', async () => {
  const newFunction = (body: string) =>
    `CREATE OR REPLACE FUNCTION public.f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN ${body}; END'`;
  await on('postgres', 'CREATE DATABASE corrupt');
  await on(
    'corrupt',
    newFunction('$1'),
    'CREATE TABLE public.t (id int)',
    'INSERT INTO public.t VALUES (1)',
    'CREATE INDEX by_f ON public.t (public.f(id))',
    newFunction('$1 + 1'),
  );
  const frame = { engine: 'postgres', endpoint: source.endpoint, database: 'corrupt' } as const;
  const faults = await withRestoreSession(frame, (session) => restoreDialects.postgres.inspect(session, 'corrupt'));
  expect(faults).toEqual([expect.stringContaining('by_f: ')]);
});
