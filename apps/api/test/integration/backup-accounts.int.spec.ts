// The accounts of a server: dumped with its databases, and restored as the guide beside them says.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import type { Endpoint } from '@cutover/databases';
import { readCatalogue } from '../../src/backups/catalogue/read-catalogue.js';
import { dumpDialects } from '../../src/backups/dump/dialects/registry.js';
import { backUpServer, type ServerResult } from '../../src/backups/run/back-up-server.js';
import type { ScratchServer } from '../../src/backups/scratch/scratch-server.js';
import { startThrowaway } from '../../src/backups/scratch/throwaway-server.js';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';
import { readBack } from '../../src/backups/verify/read-back.js';
import { newAgeKey, type AgeKey } from '../support/age-key.js';

const { signal } = new AbortController();
let folder: string;
let key: AgeKey;
let servers: ScratchServer[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-accounts-'));
  // Where root runs the tests, the servers run as nobody.
  chmodSync(folder, 0o755);
  key = newAgeKey(join(folder, 'key.txt'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Dumped = Extract<ServerResult, { outcome: unknown }>;

/** What a run says of accounts. `login`: whose; the databases are not wanted here. */
async function accountsOf(
  engine: 'mariadb' | 'postgres',
  { host, port, username, password = '' }: Endpoint,
  change: { recipients?: string[]; login?: { username: string; password: string }; databases?: string[] } = {},
): Promise<ServerResult | undefined> {
  const results = backUpServer({
    server: {
      ...{ name: 'db', engine, host, port, username, password, databases: ['shop'], excludeDatabases: [] },
      ...change.login,
    },
    ...{
      databases: change.databases ?? null,
      storages: [new LocalStorage('disk', join(folder, engine))],
      type: 'manual',
    },
    ...{ compression: 'zstd', recipients: change.recipients ?? [key.recipient], signal, now: () => new Date() },
  });
  const all: ServerResult[] = [];
  for await (const result of results) all.push(result);
  return all.find(({ database }) => database === 'server.accounts');
}

/** What was stored, as the catalogue finds it, and the text of its guide. */
async function stored(engine: string, result: ServerResult | undefined) {
  const { outcome } = result as Dumped;
  expect(outcome.folder).toMatch(/^db\/server\.accounts\/\d{8}t/);
  const [backup] = await readCatalogue(new LocalStorage('disk', join(folder, engine)), outcome.folder);
  expect(backup).toMatchObject({ manifest: { database: 'server.accounts', databaseOptions: null }, objectFault: null });
  const place = join(folder, engine, outcome.folder);
  return { ...outcome, place, guide: readFileSync(join(place, 'RESTORE.txt'), 'utf8') };
}

/** Types what the guide says, as somebody does who has the storage, the key and stock tools. */
function typed({ place, guide }: { place: string; guide: string }, endpoint: Endpoint): string {
  const command = /^ {2}((?:age|cat) .*)$/m.exec(guide)?.[1] ?? '';
  const login = join(folder, 'login');
  execFileSync('sh', ['-c', 'umask 077; cat > "$1"', 'sh', login], {
    input: dumpDialects.mariadb.loginFile({ endpoint, password: endpoint.password ?? '' }),
  });
  const pg = { PGHOST: endpoint.host, PGPORT: String(endpoint.port), PGUSER: endpoint.username };
  return execFileSync(
    'sh',
    ['-c', command.replace('KEY_FILE', key.file).replace('| mariadb ', `| mariadb --defaults-file=${login} `)],
    { cwd: place, encoding: 'utf8', env: { ...process.env, ...pg, PGPASSWORD: endpoint.password } },
  );
}

/** The text of a dump that is not encrypted. */
const textOf = (place: string): string =>
  execFileSync('zstd', ['-d', '-c', join(place, 'accounts.sql.zst')], { encoding: 'utf8' });

const started = (engine: 'mariadb' | 'postgres') =>
  startThrowaway({ engine, serverVersion: '1', needsBytes: 0n, folder, signal });

describe('accounts of PostgreSQL', () => {
  const reader = { username: 'reader', password: 'reads' };
  const login = async (endpoint: Endpoint, user: string, password: string | undefined, database: string) => {
    const client = new Client({ host: endpoint.host, port: endpoint.port, user, password, database });
    await client.connect();
    return client;
  };

  beforeAll(async () => {
    servers = await Promise.all([started('postgres'), started('postgres')]);
    const { endpoint } = servers[0]!;
    const admin = await login(endpoint, endpoint.username, endpoint.password, 'postgres');
    for (const statement of [
      'CREATE ROLE readers',
      "CREATE ROLE app LOGIN PASSWORD 'hush' IN ROLE readers",
      "ALTER ROLE app SET work_mem = '7MB'",
      `CREATE ROLE ${reader.username} LOGIN PASSWORD '${reader.password}'`,
      'CREATE DATABASE shop',
    ])
      await admin.query(statement);
    await admin.end();
  });
  afterAll(() => Promise.all(servers.map((server) => server.end())));

  it('are restored by the guide with passwords, memberships and settings', async () => {
    const found = await stored('postgres', await accountsOf('postgres', servers[0]!.endpoint));
    expect(found.manifest).toMatchObject({ accounts: { hasPasswords: true, reason: null }, position: null });
    const disk = new LocalStorage('disk', join(folder, 'postgres'));
    expect(await readBack(disk, found.folder, found.manifest, { identityFiles: [key.file], signal })).toEqual({
      ...{ outcome: 'sound', depth: 'dump' },
    });
    const { endpoint } = servers[1]!;
    typed(found, endpoint);
    const app = await login(endpoint, 'app', 'hush', 'postgres');
    const { rows } = await app.query(
      "SELECT pg_has_role('app', 'readers', 'member') AS member, current_setting('work_mem') AS memory",
    );
    await app.end();
    expect(rows).toEqual([{ member: true, memory: '7MB' }]);
  });

  it.each([
    ['backups are not encrypted', { recipients: [] }, 'not encrypted'],
    ['the account may not read them', { login: reader }, 'pg_authid'],
  ])('are dumped without passwords where %s, and it is said', async (_, change, reason) => {
    const found = await stored('postgres', await accountsOf('postgres', servers[0]!.endpoint, change));
    expect(found.manifest.accounts).toEqual({ hasPasswords: false, reason: expect.stringContaining(reason) });
    expect(found.guide).toContain('Their passwords are not in it');
    if (found.manifest.encryption !== null) return;
    expect(textOf(found.place)).toContain('CREATE ROLE app;');
    expect(textOf(found.place)).not.toContain('SCRAM-SHA-256');
  });

  it('are left to themselves where a database has their name, which is said', async () => {
    const { endpoint } = servers[1]!;
    const admin = await login(endpoint, endpoint.username, endpoint.password, 'postgres');
    await admin.query('CREATE DATABASE "server.accounts"');
    await admin.end();
    expect(await accountsOf('postgres', endpoint, { databases: ['server.accounts'] })).toMatchObject({
      failure: expect.stringContaining('Rename the database'),
    });
  });
});

describe('accounts of MariaDB', () => {
  const reader = { username: 'reader', password: 'reads' };

  beforeAll(async () => {
    servers = await Promise.all([started('mariadb'), started('mariadb')]);
    const { host, port, username, password } = servers[0]!.endpoint;
    const admin = await createConnection({ host, port, user: username, password });
    for (const statement of [
      'CREATE DATABASE shop',
      'CREATE ROLE readers',
      "CREATE USER app@'127.0.0.1' IDENTIFIED BY 'hush'",
      "GRANT SELECT ON shop.* TO app@'127.0.0.1'",
      "GRANT readers TO app@'127.0.0.1'",
      `CREATE USER ${reader.username}@'127.0.0.1' IDENTIFIED BY '${reader.password}'`,
      `GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON *.* TO ${reader.username}@'127.0.0.1'`,
      `CREATE USER narrow@'127.0.0.1' IDENTIFIED BY '${reader.password}'`,
      `GRANT SELECT ON shop.* TO narrow@'127.0.0.1'`,
    ])
      await admin.query(statement);
    await admin.end();
  });
  afterAll(() => Promise.all(servers.map((server) => server.end())));

  it('are restored by the guide with passwords, roles and rights, from an account that may read them', async () => {
    const found = await stored('mariadb', await accountsOf('mariadb', servers[0]!.endpoint, { login: reader }));
    expect(found.manifest.accounts).toEqual({ hasPasswords: true, reason: null });
    const { endpoint } = servers[1]!;
    typed(found, endpoint);
    const app = await createConnection({ host: endpoint.host, port: endpoint.port, user: 'app', password: 'hush' });
    const [grants] = await app.query('SHOW GRANTS');
    await app.end();
    expect(JSON.stringify(grants)).toMatch(/GRANT `readers`.*SELECT ON `shop`/s);
  });

  it.each([
    ['they would not be encrypted', { recipients: [] }, 'backups.ageRecipients'],
    ['the account may not read them', { login: { ...reader, username: 'narrow' } }, 'GRANT SELECT ON mysql.* TO'],
  ])('are left out where %s, which is no failure and is said', async (_, change, words) => {
    expect(await accountsOf('mariadb', servers[0]!.endpoint, change)).toMatchObject({
      skipped: expect.stringContaining(words),
    });
  });

  it('are a failure where they are asked for by name and left out', async () => {
    const asked = await accountsOf('mariadb', servers[0]!.endpoint, { recipients: [], databases: ['server.accounts'] });
    expect(asked).toMatchObject({ failure: expect.stringContaining('backups.ageRecipients') });
  });
});
