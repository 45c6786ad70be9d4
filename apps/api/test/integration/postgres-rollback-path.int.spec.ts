// The way back of PostgreSQL on a real pair: what is looked at, and the script, run as printed at a frozen moment.
import { rollbackPathAnswerSchema, type FindingList, type MigrationDetail, type Role } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { freezeProofDialects } from '../../src/freeze-proof/dialects/registry.js';
import { Clock } from '../../src/platform/clock.js';
import { rollbackPathCheck } from '../../src/rollback-path/rollback-path.check.js';
import { RollbackPathService } from '../../src/rollback-path/rollback-path.service.js';
import { passwordPlaceholder } from '../../src/rollback-path/rollback-script.js';
import { eventually } from '../support/eventually.js';
import { watchOtherDatabase, type OtherDatabase } from '../support/other-database.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct } from '../support/product.js';
import { someEvidence } from '../support/some-evidence.js';
import { startConnections, whenUp } from '../support/watched-pair.js';
import { has } from '../support/server-line.js';

const { freeze, thaw, closeTarget, openTarget } = freezeProofDialects.postgres.statements;
const password = 'of the tests alone';
const knowsOrigin = has('PostgreSQL 16');

let lab: PostgresLab;
let other: OtherDatabase;
let connections: ConnectionsService;
let service: RollbackPathService;

beforeAll(async () => {
  lab = await postgresPair();
});
beforeEach(async () => {
  other = await watchOtherDatabase(lab);
  // Else the account of the lab might replicate from it.
  await other.run('target', `REVOKE CONNECT ON DATABASE ${other.database} FROM PUBLIC`);
  connections = await whenUp(startConnections(other.config));
  service = new RollbackPathService(other.config, connections, new Clock());
});
afterEach(async () => {
  await connections.onApplicationShutdown();
  for (const role of ['source', 'target'] as const) await other.run(role, thaw);
  const made = await other.run('source', "SELECT FROM pg_subscription WHERE subname = 'shop_back'");
  if (made.length > 0) await other.run('source', 'DROP SUBSCRIPTION shop_back');
  await other.drop();
  await lab.withAdmin('target', (admin) => admin.query('DROP ROLE IF EXISTS shop_back'));
});

/** One look at both sides now, and what the check says of it. */
async function look() {
  await service.measure('shop', new AbortController().signal);
  const told = service.snapshot('shop')!;
  const { found } = rollbackPathCheck.judge(someEvidence({ 'rollback-path': told }), Date.now());
  return { told, found };
}

interface Step {
  on: Role;
  statements: string[];
}

/** The steps as the script prints them, with the password that a person would type. */
async function steps(): Promise<Step[]> {
  return (await service.script('shop'))
    .split(/^-- \d+\. On the /m)
    .slice(1)
    .map((part) => ({
      on: part.startsWith('SOURCE') ? 'source' : 'target',
      statements: part
        .split('\n')
        .slice(1)
        .filter((line) => line !== '' && !line.startsWith('--'))
        .map((line) => line.replaceAll(passwordPlaceholder, password)),
    }));
}

const run = ({ on, statements }: Step) => other.run(on, ...statements);
const one = async (role: Role, sql: string) => (await other.run(role, sql))[0]?.['one'];
/** Errors of the worker since the counters began; before PostgreSQL 15 nobody counts them. */
const applyErrors = async (role: Role, name: string) =>
  (await one(role, "SELECT to_regclass('pg_catalog.pg_stat_subscription_stats') IS NULL AS one"))
    ? 0
    : Number(
        await one(
          role,
          `SELECT COALESCE(max(apply_error_count), 0) AS one FROM pg_stat_subscription_stats WHERE subname = '${name}'`,
        ),
      );
const contents = "SELECT string_agg(n::text, ';' ORDER BY id) AS one FROM notes n";

/** Everything that one side has written has arrived on the other. */
async function caughtUp(from: Role, slot: string): Promise<void> {
  const end = await one(from, 'SELECT pg_current_wal_lsn()::text AS one');
  await eventually(`${slot} to be read up to ${String(end)}`, async () =>
    one(
      from,
      `SELECT confirmed_flush_lsn >= '${String(end)}' AS one FROM pg_replication_slots WHERE slot_name = '${slot}'`,
    ),
  );
}

it('opens the way back at a frozen moment: what the target writes arrives at the source, once, and going back loses nothing', async () => {
  for (const role of ['source', 'target'] as const)
    await other.run(
      role,
      'CREATE TABLE lines (line text)',
      'CREATE TABLE numbered (id serial PRIMARY KEY, note text)',
      'CREATE SEQUENCE ahead',
      'CREATE SEQUENCE falls INCREMENT -1',
      `SELECT setval('ahead', ${role === 'source' ? 1000 : 5}), setval('falls', ${role === 'source' ? -8 : -3})`,
    );
  await other.run('source', 'ALTER TABLE lines REPLICA IDENTITY FULL', "INSERT INTO lines VALUES ('a'), ('b')");
  await other.replicate('lines', 'numbered');

  const { told: before, found: said } = await look();
  expect(before.subscription?.tables).toBe(3);
  expect(before).toMatchObject({ settings: { wal_level: 'logical' }, accounts: { total: 0 }, reason: null });
  expect(before.subscription).toMatchObject({ knowsOrigin, publication: null, subscription: null });
  expect(before.subscription?.limits.map(({ side, name }) => `${side} ${name}`)).toEqual([
    ...['target max_replication_slots', 'target max_wal_senders', 'source max_logical_replication_workers'],
    expect.stringMatching(/^source max_(replication_slots|active_replication_origins)$/),
  ]);
  expect(said).toHaveLength(knowsOrigin ? 2 : 3);
  expect(said).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        ...{ subject: 'replica identity', outcome: 'fail', message: expect.stringContaining('public.lines') },
        statements: [{ on: 'target', sql: 'ALTER TABLE public.lines REPLICA IDENTITY FULL;' }],
      }),
      expect.objectContaining({
        ...{ subject: 'account', outcome: 'fail', severity: 'WARNING' },
        statements: [
          { on: 'target', sql: `CREATE ROLE "shop_back" LOGIN REPLICATION PASSWORD '${passwordPlaceholder}';` },
          { on: 'target', sql: 'GRANT CONNECT ON DATABASE "other" TO "shop_back";' },
        ],
      }),
      ...(knowsOrigin
        ? []
        : [
            expect.objectContaining({
              ...{ subject: 'origin', outcome: 'unknown', severity: 'INFO' },
              message: expect.stringMatching(/origin = none needs PostgreSQL 16.*loop/),
              action: expect.stringContaining('Keep the order of rollback-path.sql'),
            }),
          ]),
    ]),
  );
  const printed = await steps();
  expect(printed.map(({ on }) => on)).toEqual(['target', 'target', 'source', 'source', 'target', 'target', 'source']);
  const [prepare, end, subscribe, enable, forget, sequences, undo] = printed as [
    Step,
    Step,
    Step,
    Step,
    Step,
    Step,
    Step,
  ];
  expect(subscribe.statements.join(' ').includes('origin = none')).toBe(knowsOrigin);
  await run(prepare);
  // The pair goes on as before.
  await other.run(
    'source',
    "UPDATE lines SET line = 'c' WHERE line = 'a'",
    "INSERT INTO numbered (note) VALUES ('one')",
  );
  await caughtUp('source', other.name);
  const ready = await look();
  expect(ready.found.map(({ subject }) => subject)).toEqual(knowsOrigin ? [] : ['origin']);
  expect(ready.told).toMatchObject({ accounts: { named: ['shop_back'] }, subscription: { publication: 'shop_back' } });

  await other.run('source', freeze);
  await other.run('target', closeTarget);
  await caughtUp('source', other.name);
  await run(end);
  await run(subscribe);
  await other.run('target', openTarget);
  // The application has moved, and its first writes come before anybody reads them.
  await other.run(
    'target',
    "INSERT INTO notes VALUES (2, 'of the new server')",
    "UPDATE notes SET body = 'changed there' WHERE id = 1",
    "UPDATE lines SET line = 'd' WHERE line = 'b'",
    "SELECT setval('numbered_id_seq', 40)",
    "INSERT INTO numbered (note) VALUES ('two'), ('three')",
  );
  await run(enable);
  await caughtUp('target', 'shop_back');
  await other.run('target', "INSERT INTO notes VALUES (3, 'and on it goes')", 'DELETE FROM notes WHERE id = 2');
  await caughtUp('target', 'shop_back');
  const everything = `SELECT (${contents.replace(' AS one', '')}) || (SELECT string_agg(line, ';' ORDER BY line) FROM lines) || (SELECT string_agg(n::text, ';' ORDER BY id) FROM numbered n) AS one`;
  const onTarget = await one('target', everything);
  expect(onTarget).toContain('and on it goes');
  expect(await one('source', everything)).toBe(onTarget);
  // Nothing went round: no worker met its own change again.
  expect(await applyErrors('source', 'shop_back')).toBe(0);
  expect(await applyErrors('target', other.name)).toBe(0);
  expect((await look()).told.subscription?.subscription).toEqual({ name: 'shop_back', isEnabled: true });

  await run(forget);
  expect(
    await one('source', 'SELECT count(*)::int AS one FROM pg_replication_slots WHERE database = current_database()'),
  ).toBe(0);
  const toSet = await run(sequences);
  expect(toSet).toEqual([
    { 'run on the SOURCE': expect.stringContaining("setval('public.ahead', GREATEST(last_value, 5)) FROM") },
    { 'run on the SOURCE': expect.stringContaining("setval('public.falls', LEAST(last_value, -3)) FROM") },
    {
      'run on the SOURCE':
        "SELECT pg_catalog.setval('public.numbered_id_seq', GREATEST(last_value, 42)) FROM public.numbered_id_seq;",
    },
  ]);
  await other.run('source', thaw);
  for (const row of toSet) await other.run('source', String(row['run on the SOURCE']));
  await run(undo);
  expect(
    await one('target', 'SELECT count(*)::int AS one FROM pg_replication_slots WHERE database = current_database()'),
  ).toBe(0);
  await other.run('source', "INSERT INTO numbered (note) VALUES ('back home')");
  expect(await one('source', 'SELECT max(id) AS one FROM numbered')).toBe(43);
  // What the source has given out is never given out again, though the target stood before it.
  expect(await one('source', "SELECT nextval('ahead')::int || ' ' || nextval('falls') AS one")).toBe('1001 -9');
});

it('gives every partition a replica identity, without which the target would refuse writes', async () => {
  for (const role of ['source', 'target'] as const)
    await other.run(
      role,
      'CREATE TABLE parts (n int, note text) PARTITION BY LIST (n)',
      'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)',
      'CREATE TABLE "Parts 2" PARTITION OF parts FOR VALUES IN (2)',
    );
  await other.run(
    'source',
    'ALTER TABLE parts REPLICA IDENTITY FULL',
    'ALTER TABLE parts_1 REPLICA IDENTITY FULL',
    'ALTER TABLE "Parts 2" REPLICA IDENTITY FULL',
    "INSERT INTO parts VALUES (1, 'one'), (2, 'two')",
    `ALTER PUBLICATION ${other.database}_publication SET (publish_via_partition_root = true)`,
  );
  await other.replicate('parts');
  const subjects = async () => (await look()).found.map(({ subject }) => subject);
  // The table above alone is not enough: its partitions hold the rows.
  await other.run('target', 'ALTER TABLE parts REPLICA IDENTITY FULL');
  const { found } = await look();
  expect(found.find(({ subject }) => subject === 'replica identity')).toMatchObject({
    outcome: 'fail',
    statements: ['public."Parts 2"', 'public.parts_1'].map((table) => ({
      on: 'target',
      sql: `ALTER TABLE ${table} REPLICA IDENTITY FULL;`,
    })),
  });
  await other.run('target', 'ALTER TABLE parts REPLICA IDENTITY DEFAULT');
  const [prepare, end, subscribe, enable] = (await steps()) as [Step, Step, Step, Step];
  await run(prepare);
  expect(await subjects()).not.toContain('replica identity');
  for (const step of [end, subscribe, enable]) await run(step);
  await other.run('target', "UPDATE parts SET note = 'changed' WHERE n = 1", 'DELETE FROM parts WHERE n = 2');
  await caughtUp('target', 'shop_back');
  expect(await one('source', "SELECT string_agg(n || note, ';') AS one FROM parts")).toBe('1changed');
});

it('does not know a way back of which the source holds more than it publishes', async () => {
  if (!has('PostgreSQL 15') && process.env['CUTOVER_TEST_SERVERS'] !== undefined) return;
  expect((await look()).found.map(({ subject }) => subject)).not.toContain('part');
  await other.run('source', `ALTER PUBLICATION ${other.database}_publication SET TABLE notes WHERE (id < 100)`);
  expect((await look()).found.find(({ subject }) => subject === 'part')).toMatchObject({
    ...{ outcome: 'unknown', message: expect.stringContaining('some rows or columns of public.notes, and') },
  });
});

it('prints what runs, also when a table came after it was prepared, and when the subscription was made too early', async () => {
  const [first, , early] = (await steps()) as [Step, Step, Step];
  await run(first);
  await run(early);
  for (const role of ['source', 'target'] as const)
    await other.run(role, 'CREATE TABLE later (id int PRIMARY KEY, note text)');
  await other.run('source', "INSERT INTO later VALUES (1, 'of the source')");
  await other.replicate('later');
  // The account has lost what it needs, too.
  await other.run('target', 'ALTER ROLE shop_back NOREPLICATION');
  const [prepare, end, subscribe, enable] = (await steps()) as [Step, Step, Step, Step];
  await run(prepare);
  expect((await look()).found.map(({ subject }) => subject)).toEqual(knowsOrigin ? [] : ['origin']);
  // What was made before the old direction ended would bring back what came from the source, where origins are not known.
  const [, , again] = (await steps()) as [Step, Step, Step];
  expect(again.statements.some((sql) => sql.startsWith('DROP SUBSCRIPTION'))).toBe(!knowsOrigin);
  await other.run('source', "INSERT INTO notes VALUES (7, 'before the switch')");
  await caughtUp('source', other.name);
  for (const step of [end, subscribe, enable]) await run(step);
  await other.run('target', "INSERT INTO later VALUES (2, 'of the target')", "INSERT INTO notes VALUES (8, 'there')");
  await caughtUp('target', 'shop_back');
  expect(await one('source', 'SELECT (SELECT count(*) FROM later) || $$ $$ || count(*) AS one FROM notes')).toBe('2 3');
  expect(await applyErrors('source', 'shop_back')).toBe(0);
});

it('says the truth about loops: with both subscriptions enabled a change comes back before PostgreSQL 16, and does not since', async () => {
  const [prepare, , subscribe, enable] = (await steps()) as [Step, Step, Step, Step];
  for (const step of [prepare, subscribe, enable]) await run(step);
  await other.run('source', "INSERT INTO notes VALUES (10, 'written here')");
  await eventually('it to be on the target', () => one('target', 'SELECT true AS one FROM notes WHERE id = 10'));
  await other.disable();
  await other.run('target', "INSERT INTO notes VALUES (11, 'written there')");
  if (knowsOrigin) {
    await eventually('the other one to arrive', () => one('source', 'SELECT true AS one FROM notes WHERE id = 11'));
    expect(await applyErrors('source', 'shop_back')).toBe(0);
  } else {
    // It fails, and begins again and again.
    await eventually('the worker to meet its own row', () =>
      one('target', "SELECT NOT active AS one FROM pg_replication_slots WHERE slot_name = 'shop_back'"),
    );
    if (has('PostgreSQL 15', 'source'))
      await eventually('that to be counted', async () => (await applyErrors('source', 'shop_back')) > 0);
    expect(await one('source', 'SELECT count(*)::int AS one FROM notes WHERE id = 11')).toBe(0);
  }
});

it('is shown by the product, with the script; and has nothing to say once no subscription brings the tables', async () => {
  const [migration] = other.config.migrations;
  const product = await startProduct(lab, { migration: { source: migration!.source, target: migration!.target } });
  try {
    const { findings } = await eventually('the product to have looked', async () => {
      const list = await product.get<FindingList>('/api/migrations/shop/findings');
      return list.findings.some(({ subject }) => subject === 'account') && list;
    });
    expect(findings.find(({ subject }) => subject === 'account')).toMatchObject({ blocks: false, severity: 'WARNING' });
    const answer = rollbackPathAnswerSchema.parse(await product.get('/api/migrations/shop/rollback-path'));
    expect(answer.rollbackPath?.subscription).toMatchObject({ tables: 1, knowsOrigin });
    const { sections } = await product.get<MigrationDetail>('/api/migrations/shop');
    const download = { file: 'rollback-path.sql', path: '/api/migrations/shop/rollback-path.sql' };
    expect(sections.find(({ id }) => id === 'rollback-path')).toMatchObject({
      summary: '1 to be mended first',
      download,
    });
    const script = await (await product.send('GET', download.path)).text();
    expect(script).toMatch(/^CREATE PUBLICATION "shop_back" FOR TABLE "public"."notes";$/m);
    expect(script).toMatch(/password=''<PASSWORD>''/);
    await other.run('target', `DROP SUBSCRIPTION ${other.name}`);
    const refused = await product.send('GET', download.path);
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain('no subscription of the target brings a watched table');
    expect((await look()).found.map(({ subject, outcome }) => `${subject} ${outcome}`)).toContain('tables unknown');
    expect((await product.send('GET', '/api/migrations/nobody/rollback-path.sql')).status).toBe(404);
  } finally {
    await product.end();
  }
});
