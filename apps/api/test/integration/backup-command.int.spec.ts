// The commands of backups, typed as people type them, on real servers of each engine.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AnyLab, Lab, PostgresLab } from '@cutover/lab';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { newAgeKey, type AgeKey } from '../support/age-key.js';
import { documentBlocks } from '../support/document-blocks.js';
import { configOf, endpointOf, labPair } from '../support/lab-pair.js';
import { createAccount, passwordOfTests } from '../support/other-account.js';
import { postgresPair } from '../support/postgres-pair.js';
import { runCommand } from '../support/run-command.js';

let folder: string;
let key: AgeKey;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  key = newKey('key.txt');
});
afterEach(() => rmSync(folder, { recursive: true }));

const newKey = (name: string): AgeKey => newAgeKey(join(folder, name));

/** A server as it stands in the configuration. */
const written = (lab: AnyLab, { host, port, username, password, tls }: EndpointConfig) => ({
  ...{ engine: lab.endpoints.source.engine, host, port, username, password, tls },
});

/** Runs `backup …` with a configuration of one server, one folder, and one server to restore to. */
function backupsOf(lab: AnyLab, reader: EndpointConfig, writer: EndpointConfig, changes: object = {}) {
  const migrations = configOf(lab as Lab).migrations.map(({ group: _, ...written }) => written);
  const backups = {
    servers: [{ name: 'shop-db', ...written(lab, reader), databases: [lab.database] }],
    storages: [{ name: 'disk', kind: 'local', folder: 'backups' }],
    restoreServers: [{ name: 'spare', ...written(lab, writer) }],
    ageRecipients: [key.recipient],
    ...changes,
  };
  const file = join(folder, 'cutover.json');
  writeFileSync(file, JSON.stringify({ migrations, backups }), { mode: 0o600 });
  const backup = (command: string, ...args: string[]) => runCommand(['backup', command, '--config', file, ...args]);
  return Object.assign(backup, { check: () => runCommand(['check-config', '--config', file]) });
}

/** The account that docs/backups.md makes, as a reader makes it: its statements for one engine. */
function accountOfDocument(text: string): string[] {
  const blocks = documentBlocks(resolve(__dirname, '../../../..')).filter(({ file }) => file === 'docs/backups.md');
  const lines = blocks.map((block) => block.lines.join('\n')).find((each) => each.includes(text)) ?? '';
  const statements = lines.replaceAll("'…'", `'${passwordOfTests}'`).split(/;\n?/);
  return statements.filter((statement) => statement.trim() !== '');
}
const documented = { username: 'cutover_backup', password: passwordOfTests };

const stored = (): string[] =>
  readdirSync(join(folder, 'backups'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
const idIn = (printed: readonly string[]): string => /\d{8}t\d{6}z-[0-9a-f]{6}/.exec(printed.join())?.[0] ?? '';

it('go on to their end where nobody reads them any more, as behind head (schema, which needs no server)', async () => {
  const program = resolve(__dirname, '../../dist/cutover.js');
  const running = spawn(process.execPath, [program, 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.stdout.destroy();
  let complaints = '';
  running.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const [code] = (await once(running, 'close')) as [number];
  expect([code, complaints]).toEqual([0, '']);
});

describe('backups of MariaDB', () => {
  let lab: Lab;
  let accounts: { reader: EndpointConfig; writer: EndpointConfig; drop: () => Promise<void> };
  /** Replicated, as every write of a source is. */
  const onSource = (sql: string) => lab.withAdmin('source', (root) => root.query(sql));

  beforeAll(async () => {
    lab = await labPair();
    await lab.withAdmin('source', async (root) => {
      for (const statement of accountOfDocument('BINLOG MONITOR')) await root.query(statement);
    });
    // SUPER: the server writes a binary log, and a trigger is made.
    const all = [
      ...['ALL PRIVILEGES ON restored.*', 'ALL PRIVILEGES ON `cutover\\_restore\\_%`.*', 'SET USER, SUPER ON *.*'],
    ];
    const writer = await createAccount(lab, 'restorer', { source: all, target: all });
    const drop = async (): Promise<void> => {
      await writer.drop();
      await lab.withoutBinaryLog('source', (root) => root.query("DROP USER cutover_backup@'%'"));
    };
    accounts = { reader: endpointOf(lab, 'source', documented), writer: writer.source, drop };
  });
  afterEach(async () => {
    await onSource('DROP DATABASE IF EXISTS restored');
    await lab.catchUp();
  });
  afterAll(() => accounts.drop());

  it('are made, listed, read back, and restored with the rows that the dump holds', async () => {
    const backup = backupsOf(lab, accounts.reader, accounts.writer);
    const ran = await backup('run');
    expect([ran.code, ran.complaints]).toEqual([0, []]);
    const id = idIn(ran.printed);
    expect(ran.output).toContain(`shop-db shop: ${id} in disk (`);
    const listed = await backup('list', '--database', 'shop');
    expect([listed.code, listed.printed.length]).toEqual([0, 1]);
    expect(listed.output).toMatch(new RegExp(`^${id}  .* shop-db  shop  manual  disk  .* encrypted  at 0-\\d+-\\d+`));

    const keys = await backup('keys', '--identity', key.file);
    expect(keys).toMatchObject({ code: 0, complaints: [] });
    expect(keys.output).toMatch(new RegExp(`^${key.recipient}: opened by ${key.file}; 1 in disk \\(`));
    const other = newKey('other.txt').file;
    expect(await backup('keys', '--identity', other)).toMatchObject({
      ...{ code: 1, complaints: [expect.stringContaining(`${other} opens nothing`)] },
      output: expect.stringContaining('never tried here'),
    });

    expect(await backup('verify')).toMatchObject({ code: 0, output: expect.stringContaining('give --identity FILE') });
    const opened = await backup('verify', '--identity', key.file);
    expect(opened).toMatchObject({
      code: 0,
      output: expect.stringContaining('sound: opened and read to its last line'),
    });

    const tested = await backup('verify', '--restore', '--identity', key.file);
    expect([tested.code, tested.complaints]).toEqual([0, []]);
    expect(tested.output).toMatch(/restored to a throwaway mariadb .* in .* s: (\d+) of \1 tables identical/);
    expect((await backup('verify', '--restore')).code).toBe(3);

    const args = ['--id', id, '--to', 'spare', '--database', 'restored', '--identity', key.file];
    const restored = await backup('restore', ...args);
    expect([restored.code, restored.complaints]).toEqual([0, []]);
    expect(restored.output).toMatch(/restored to restored on spare in .*: (\d+) of \1 tables have the rows/);
    const again = await backup('restore', ...args);
    expect([again.code, again.complaints.join()]).toEqual([
      3,
      expect.stringContaining('nothing is restored over them'),
    ]);
  });

  it('are tested on a server that is given, in a database that is dropped again', async () => {
    const backup = backupsOf(lab, accounts.reader, accounts.writer, {
      ...{ restoreTest: { on: 'spare', ageIdentityFiles: ['key.txt'] } },
    });
    await backup('run');
    const refused = await backup('verify', '--restore');
    expect([refused.code, refused.complaints.join()]).toEqual([3, expect.stringContaining('event_scheduler = ON')]);
    await onSource('SET GLOBAL event_scheduler = OFF');
    const tested = await backup('verify', '--restore').finally(() => onSource('SET GLOBAL event_scheduler = ON'));
    expect([tested.code, tested.complaints]).toEqual([0, []]);
    expect(tested.output).toMatch(/restored to spare in .* s: (\d+) of \1 tables identical/);
    const left = await onSource("SHOW DATABASES LIKE 'cutover\\_restore%'");
    expect(left[0]).toEqual([]);
  });

  it('are listed, read back and restored from a storage that works, while another does not', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const storages = [
      { name: 'away', folder: 'a-file/below' },
      { name: 'first', folder: 'first' },
      { name: 'disk', folder: 'backups' },
    ];
    const restoreTest = { ageIdentityFiles: ['key.txt'] };
    const backup = backupsOf(lab, accounts.reader, accounts.writer, { storages, restoreTest });
    const ran = await backup('run');
    expect([ran.code, ran.complaints.join()]).toEqual([1, expect.stringContaining('not in away: ')]);
    const id = idIn(ran.printed);
    const listed = await backup('list');
    expect([listed.code, listed.printed.length]).toEqual([1, 2]);
    expect(listed.complaints).toEqual([expect.stringMatching(/^Storage away .*a-file/)]);
    const verified = await backup('verify');
    expect([verified.code, verified.complaints.length]).toEqual([1, 1]);
    expect(verified.printed.join()).toMatch(/first: .*opened and read.*disk: .*opened and read/);

    // The one of two that is not whole is not the one that is restored.
    for (const name of readdirSync(join(folder, 'first', 'shop-db', 'shop', id)).filter((each) => /^dump/.test(each)))
      rmSync(join(folder, 'first', 'shop-db', 'shop', id, name));
    const restored = await backup('restore', '--id', id, '--to', 'spare', '--database', 'restored');
    expect([restored.code, restored.complaints]).toEqual([0, [expect.stringMatching(/^Storage away /)]]);
    const unknown = await backup('restore', '--id', 'nothing', '--to', 'spare');
    expect([unknown.code, unknown.complaints.length]).toEqual([3, 2]);
  });

  it('are opened with stock tools alone, as the guide beside them says', async () => {
    const backup = backupsOf(lab, accounts.reader, accounts.writer);
    await backup('run');
    const guide = readFileSync(
      stored().find((path) => path.endsWith('RESTORE.txt'))!,
      'utf8',
    );
    const [command] = guide.split('\n').filter((line) => line.includes('age --decrypt'));
    const place = stored()[0]!.replace(/\/[^/]*$/, '');
    const shell = (line: string) => execFileSync('sh', ['-c', line], { cwd: place, encoding: 'utf8', maxBuffer: 1e9 });
    expect(shell(guide.split('\n').find((line) => line.includes('sha256sum'))!)).toContain('OK');
    const opening = command!.replace('KEY_FILE', key.file).replace(/\| mariadb .*$/, '');
    expect(shell(opening)).toMatch(/CREATE TABLE `customers`[^]*-- Dump completed/);
    expect(guide).toMatch(/CREATE DATABASE DATABASE CHARACTER SET \w+ COLLATE \w+;/);
  });

  it('are not called damaged for a wrong key, and are for one byte', async () => {
    const backup = backupsOf(lab, accounts.reader, accounts.writer);
    await backup('run');
    const wrong = await backup('verify', '--identity', newKey('other.txt').file);
    expect([wrong.code, wrong.complaints.join()]).toEqual([3, expect.stringContaining('does not open')]);
    const object = stored().find((path) => path.endsWith('.age'))!;
    const bytes = readFileSync(object);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(object, bytes);
    for (const args of [[], ['--identity', key.file]]) {
      const found = await backup('verify', ...args);
      expect([found.code, found.complaints.join()]).toEqual([1, expect.stringContaining('DAMAGED')]);
    }
  });

  it('are looked at by check-config: servers, clients, storages', async () => {
    const sound = await backupsOf(lab, accounts.reader, accounts.writer).check();
    expect(sound.printed).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^OK backups shop-db: .*, databases shop, .*mariadb-dump/),
        expect.stringMatching(/^OK backups restore to spare: .*mariadb/),
        expect.stringMatching(/^OK backups storage disk: /),
      ]),
    );
    expect(stored()).toEqual([]);
    writeFileSync(join(folder, 'a-file'), '');
    const [server] = [{ name: 'shop-db', ...written(lab, accounts.reader), databases: ['shop', 'shpo'] }];
    const changes = { servers: [server], storages: [{ name: 'disk', folder: 'a-file/below' }] };
    const faulty = await backupsOf(lab, accounts.reader, { ...accounts.writer, password: 'wrong' }, changes).check();
    expect(faulty.code).toBe(3);
    expect(faulty.complaints).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^backups shop-db: The account sees no database shpo: look at the spelling/),
        expect.stringMatching(/^backups restore to spare: /),
        expect.stringMatching(/^backups storage disk: Storage disk .*cannot be written/),
      ]),
    );
  });

  it('say what is wrong: a password, a database that is not there, a manifest that is none', async () => {
    const refused = await backupsOf(lab, { ...accounts.reader, password: 'wrong' }, accounts.writer)('run');
    expect([refused.code, refused.complaints.join()]).toEqual([1, expect.stringMatching(/^shop-db: .*refuse|denied/)]);
    const backup = backupsOf(lab, accounts.reader, accounts.writer);
    const missing = await backup('run', '--server', 'shop-db', '--database', 'nowhere');
    expect([missing.code, missing.complaints.join()]).toEqual([1, expect.stringMatching(/nowhere/)]);
    expect(stored()).toEqual([]);
    await backup('run');
    writeFileSync(
      stored().find((path) => path.endsWith('manifest.json'))!,
      '{"format":1}',
    );
    expect(await backup('list')).toMatchObject({ code: 1, output: 'No backup.' });
    rmSync(stored().find((path) => path.endsWith('manifest.json'))!);
    expect(await backup('list')).toMatchObject({
      ...{ code: 1, output: 'No backup.', complaints: [expect.stringContaining('has no manifest.json')] },
    });
    expect(await backup('run', '--server', 'nobody')).toMatchObject({
      ...{ code: 3, complaints: [expect.stringContaining('no server is named nobody: it is one of shop-db')] },
    });
    const shown = JSON.stringify([refused, missing]);
    expect(shown).not.toContain(passwordOfTests);
  });
});

describe('backups of PostgreSQL', () => {
  let lab: PostgresLab;
  const admin = (sql: string) => lab.withAdmin('source', (client) => client.query(sql));
  const writer = () => endpointOf(lab, 'source', { username: 'restorer', password: passwordOfTests });

  beforeAll(async () => {
    lab = await postgresPair();
    for (const statement of accountOfDocument('pg_read_all_data')) await admin(statement);
    await admin(`CREATE ROLE restorer LOGIN SUPERUSER PASSWORD '${passwordOfTests}'`);
  });
  afterAll(async () => {
    await admin('DROP DATABASE IF EXISTS "resto""red x"');
    await admin('REVOKE CONNECT ON DATABASE shop FROM cutover_backup');
    for (const role of ['cutover_backup', 'restorer']) await admin(`DROP ROLE ${role}`);
  });

  it('are made, read back, and restored into a database of another name', async () => {
    const backup = backupsOf(lab, endpointOf(lab, 'source', documented), writer());
    const ran = await backup('run');
    expect([ran.code, ran.complaints]).toEqual([0, []]);
    expect(await backup('verify', '--identity', key.file)).toMatchObject({ code: 0 });
    const id = idIn(ran.printed);
    const args = ['--id', id, '--to', 'spare', '--database', 'resto"red x', '--identity', key.file];
    const restored = await backup('restore', ...args);
    expect([restored.code, restored.complaints]).toEqual([0, []]);
    const again = await backup('restore', ...args);
    expect([again.code, again.complaints.join()]).toEqual([
      3,
      expect.stringContaining('nothing is restored over them'),
    ]);
  });
});
