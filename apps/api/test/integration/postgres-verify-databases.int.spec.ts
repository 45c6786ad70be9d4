// `verify` of a migration of several databases: each of them, one answer, and what differs said with its database.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCutoverConfig, type PostgresLab } from '@cutover/lab';
import type { DatabasesJson } from '../../src/cli/verify/several-databases.js';
import type { VerifyJson } from '../../src/cli/verify/verify-report.js';
import { eventually } from '../support/eventually.js';
import { watchOtherDatabase, type OtherDatabase } from '../support/other-database.js';
import { postgresPair } from '../support/postgres-pair.js';
import { runCommand, type WhileRunning } from '../support/run-command.js';

let lab: PostgresLab;
let other: OtherDatabase;
let folder: string;
let config: string;

/** A configuration over these databases of the pair. */
const written = (name: string, databases: readonly string[]): string =>
  writeCutoverConfig(join(folder, name), lab.endpoints, {
    port: 0,
    migration: { databases, schemas: ['public'] },
    sides: { database: undefined },
  });

beforeAll(async () => {
  lab = await postgresPair();
  other = await watchOtherDatabase(lab);
  await other.run('source', 'CREATE TABLE more (id int PRIMARY KEY)', 'INSERT INTO more SELECT generate_series(1, 9)');
  await other.run('target', 'CREATE TABLE more (id int PRIMARY KEY)');
  await other.replicate('more');
  await lab.catchUp();
  folder = mkdtempSync(join(tmpdir(), 'cutover-verify-'));
  config = written('two', [lab.database, other.database]);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await other?.drop();
});

const verify = (argv: readonly string[], whileRunning?: WhileRunning) =>
  runCommand(['verify', '--config', config, ...argv], whileRunning);
const json = (output: string): DatabasesJson => JSON.parse(output) as DatabasesJson;
const plant = (id: number): Promise<unknown> =>
  other.run('target', `SET session_replication_role = replica; UPDATE notes SET body = 'changed' WHERE id = ${id}`);
const mend = (): Promise<unknown> =>
  other.run(
    'target',
    "SET session_replication_role = replica; UPDATE notes SET body = 'of another application' WHERE body = 'changed'",
  );

it.each([[[]], [['--migration', 'shop']]])('proves every table of every database, and answers 0 (%j)', async (argv) => {
  const { code, printed, output, complaints, shown } = await verify(argv);
  expect([code, complaints]).toEqual([0, []]);
  expect(output).toMatch(/^shop\.public\.orders +matched /m);
  expect(output).toMatch(/^other\.public\.notes +matched /m);
  expect(printed.at(-1)).toMatch(/^shop matched: every table is proved equal \(\d+ matched in 2 databases; /);
  expect(printed.filter((line) => line.startsWith('shop matched'))).toHaveLength(1);
  expect(shown).toContain('database 2 of 2: other');
});

it('answers 1 where a row of one database differs, and writes a script for that one', async () => {
  const script = (database: string): string => join(folder, `repair.${database}.sql`);
  await plant(1);
  try {
    const { code, output } = await verify(['--repair-sql', join(folder, 'repair.sql')]);
    expect(code).toBe(1);
    expect(output).toMatch(/^other\.public\.notes +DIVERGED /m);
    expect(output).toMatch(/^ {2}changed other\.public\.notes {2}id = 1 {2}\(body\)$/m);
    expect(output).toMatch(/^shop diverged: proved different \(\d+ matched, 1 diverged in 2 databases\)$/m);
    expect(readFileSync(script('shop'), 'utf8')).toContain('nothing to repair');
    expect(existsSync(join(folder, 'repair.sql'))).toBe(false);
    await other.run('target', readFileSync(script('other'), 'utf8'));
    expect((await verify(['--json', '--table', 'other.public.notes'])).code).toBe(0);
  } finally {
    await mend();
  }
});

it('prints each database with --json as that of one alone, and all of them in one answer', async () => {
  const whole = await verify(['--json']);
  expect(whole.code).toBe(0);
  const { databases, ...answer } = json(whole.output);
  expect(answer).toEqual({ migration: 'shop', verdict: 'matched' });
  expect(databases.map(({ migration, database, verdict }) => [migration, database, verdict])).toEqual([
    ['shop.shop', 'shop', 'matched'],
    ['shop.other', 'other', 'matched'],
  ]);
  const alone = await verify(['--json', '--migration', 'shop.other']);
  const { database, ...part } = databases[1]!;
  const named = (found: VerifyJson): object => ({ ...found, tables: found.tables.map(({ table }) => table).sort() });
  expect(named(part)).toEqual(named(JSON.parse(alone.output) as VerifyJson));
  expect(database).toBe('other');
});

it('compares the tables that are named with their database, and says what it left out', async () => {
  const { code, printed } = await verify(['--table', 'other.public.notes']);
  expect(code).toBe(0);
  expect(printed).toContain('Not compared: 1 not asked for in this verification (other.public.more)');
  expect(printed).toContain('Not looked into: the databases that --table does not name (shop)');
  expect(printed.at(-1)).toMatch(/^shop matched: .*\(1 matched in 1 database/);
  const wrong = await verify(['--table', 'public.notes']);
  expect([wrong.code, wrong.complaints]).toEqual([
    3,
    ['cannot verify: --table public.notes: write database.schema.table with one of these databases: shop, other'],
  ]);
});

it('answers 2 where one database cannot be verified, says why, and proves the others', async () => {
  config = written('missing', [other.database, 'gone']);
  try {
    const { code, output } = await verify([]);
    expect(output).toMatch(/^other\.public\.notes +matched /m);
    expect(output).toMatch(/^Not verified: gone: .*it has no database "gone"/m);
    expect(output).toMatch(
      /^shop unverified: not everything was proved \(2 matched in 2 databases, 1 not verified\)$/m,
    );
    expect(code).toBe(2);
    await plant(1);
    const differs = await verify(['--json']);
    expect(differs.code).toBe(1);
    expect(json(differs.output).databases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['diverged', undefined],
      ['unverified', expect.stringContaining('it has no database "gone"')],
    ]);
  } finally {
    config = written('two', [lab.database, other.database]);
    await mend();
  }
});

it('could not run where no database can be verified', async () => {
  config = written('none', ['gone', 'lost']);
  try {
    const { code, output, complaints } = await verify([]);
    expect([code, output]).toEqual([3, '']);
    expect(complaints).toEqual([
      expect.stringMatching(/^cannot verify: gone: .*it has no database "gone"/),
      expect.stringMatching(/^cannot verify: lost: .*it has no database "lost"/),
    ]);
  } finally {
    config = written('two', [lab.database, other.database]);
  }
});

it('counts nothing as proved of a database to whose pair something happened while a later one was compared', async () => {
  config = written('turned', [other.database, lab.database]);
  try {
    const { code, output } = await verify(['--max-load', '20'], async ({ shown }) => {
      await eventually('the second one is compared', () => shown().includes('database 2 of 2: shop'));
      await other.run('source', 'CREATE PUBLICATION other_more FOR TABLE notes');
      const both = `${other.publication}, other_more`;
      await other.run('target', `ALTER SUBSCRIPTION ${other.subscription} SET PUBLICATION ${both}`);
    });
    expect(output).toMatch(/^other\.public\.notes +UNVERIFIED .*It was proved equal, but that is void/m);
    expect(output).toMatch(/^shop\.public\.orders +matched /m);
    expect(code).toBe(2);
  } finally {
    config = written('two', [lab.database, other.database]);
    await other.run('target', `ALTER SUBSCRIPTION ${other.subscription} SET PUBLICATION ${other.publication}`);
    await other.run('source', 'DROP PUBLICATION other_more');
  }
});

it('ends all of them when it is interrupted in the first one', async () => {
  const sessions = async (): Promise<number> => {
    const { rows } = await lab.withAdmin('source', (admin) =>
      admin.query<{ n: number }>("SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = 'cutover'"),
    );
    return rows[0]!.n;
  };
  const { code, output, complaints } = await verify(['--max-load', '0.01'], async ({ interrupt, shown }) => {
    await eventually('it rests', () => shown().includes('waiting: --max-load 0.01 %'));
    interrupt();
  });
  expect([code, output]).toEqual([130, '']);
  expect(complaints.join()).toMatch(/^Interrupted/);
  await eventually('no session of ours', async () => (await sessions()) === 0);
});
