// What logical replication leaves behind: each kind made by real DDL, found, mended by what is printed, and gone.
import type { NotReplicated, Statement } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import type { OtherDatabase } from '../support/other-database.js';
import { postgresPair } from '../support/postgres-pair.js';
import { has, itNeeds } from '../support/server-line.js';
import {
  leftBehindChecks,
  openLeftBehind,
  type LeftBehindFinding,
  type LeftBehindStage,
} from '../support/left-behind-stage.js';
import { someEvidence } from '../support/some-evidence.js';

let lab: PostgresLab;
let stage: LeftBehindStage;
let other: OtherDatabase;

beforeAll(async () => {
  lab = await postgresPair();
});

beforeEach(async () => {
  stage = await openLeftBehind(lab);
  ({ other } = stage);
});

afterEach(() => stage.close());

const both = async (...statements: string[]): Promise<void> => {
  await other.run('source', ...statements);
  await other.run('target', ...statements);
};
const measure = (): Promise<NotReplicated> => stage.measure();
const found = (): Promise<LeftBehindFinding[]> => stage.found();
const onlyFinding = (): Promise<LeftBehindFinding> => stage.onlyFinding();

async function mend(statements: readonly Statement[] = []): Promise<void> {
  expect(statements.length).toBeGreaterThan(0);
  for (const { on, sql } of statements) await other.run(on, sql);
}

it('finds nothing in a pair that has nothing to leave behind', async () => {
  expect(await found()).toEqual([]);
  const told = await measure();
  expect(told.groups).toEqual([]);
  expect(told.unknown.map(({ kind }) => kind)).toEqual(has('PostgreSQL 18', 'target') ? [] : ['conflict']);
});

it('a table in no publication is found until it was published and subscribed', async () => {
  await both('CREATE TABLE extra (id integer PRIMARY KEY)');
  await other.run('source', 'INSERT INTO extra VALUES (1)', 'GRANT SELECT ON extra TO replicator');
  const finding = await onlyFinding();
  expect(finding).toMatchObject({
    check: 'unpublished-tables',
    outcome: 'fail',
    severity: 'CRITICAL',
    tables: ['public.extra'],
  });
  expect(finding.message).toMatch(/^public\.extra is in no publication/);
  await mend(finding.statements);
  expect(await found()).toEqual([]);
  await eventually('its row to come', async () => (await other.run('target', 'SELECT FROM extra')).length === 1);
});

it('a table that the configuration leaves out is not missed', async () => {
  await both('CREATE TABLE extra (id integer PRIMARY KEY)');
  other.config.migrations[0]!.excludeTables = ['public.extra'];
  expect(await found()).toEqual([]);
});

it('without a subscription whether tables are published is unknown, and not good', async () => {
  await other.disable();
  await other.run(
    'target',
    `ALTER SUBSCRIPTION ${other.subscription} SET (slot_name = NONE)`,
    `DROP SUBSCRIPTION ${other.subscription}`,
  );
  try {
    const evidence = someEvidence({ 'not-replicated': await measure() });
    const check = leftBehindChecks.find(({ id }) => id === 'unpublished-tables');
    expect(check?.judge(evidence, 0)).toMatchObject({
      found: [],
      rest: 'unknown',
      awaits: expect.stringContaining('no subscription'),
    });
  } finally {
    await other.run('source', `SELECT pg_drop_replication_slot('${other.subscription}')`);
  }
});

it('an unlogged table is found on either side', async () => {
  await both('CREATE UNLOGGED TABLE scratch (id integer PRIMARY KEY)');
  const findings = await found();
  expect(findings.map(({ check, subject, severity }) => [check, subject, severity])).toEqual([
    ['unlogged-tables', 'source', 'WARNING'],
    ['unlogged-tables', 'target', 'WARNING'],
  ]);
  for (const { statements } of findings) await mend(statements);
  // Logged now, it is one that somebody forgot to publish.
  const { check, statements } = await onlyFinding();
  expect(check).toBe('unpublished-tables');
  await other.run('source', 'GRANT SELECT ON scratch TO replicator');
  await mend(statements);
  expect(await found()).toEqual([]);
});

it('temporary tables are none of its business', async () => {
  await lab.withAdmin('source', async (admin) => {
    await admin.query('CREATE TEMPORARY TABLE passing (id integer)');
    expect(await found()).toEqual([]);
  });
});

it('a table without replica identity, whose UPDATE fails, is found until it has one', async () => {
  await both('CREATE TABLE loose (n integer NOT NULL)');
  await other.replicate('loose');
  await other.run('source', 'INSERT INTO loose VALUES (1)');
  await expect(other.run('source', 'UPDATE loose SET n = 2')).rejects.toThrow(/does not have a replica identity/);
  const findings = await found();
  expect(findings.map(({ check, subject }) => [check, subject])).toEqual([
    ['replica-identity', 'source'],
    ['replica-identity', 'target'],
  ]);
  expect(findings[0]?.message).toMatch(/^public\.loose has no replica identity: every UPDATE and DELETE of it fails/);
  await mend(findings[0]?.statements);
  await other.run('source', 'UPDATE loose SET n = 2');
  // It works, and each row costs a scan on the target.
  const full = await onlyFinding();
  expect(full).toMatchObject({ check: 'replica-identity-full', severity: 'WARNING' });
  expect(full.message).toMatch(/^public\.loose has REPLICA IDENTITY FULL and no key on the target/);
  await other.run('target', 'ALTER TABLE loose ADD PRIMARY KEY (n)');
  expect(await found()).toEqual([]);
});

it('a table whose primary key is not its identity gets that back', async () => {
  await other.run('source', 'ALTER TABLE notes REPLICA IDENTITY NOTHING');
  const { check, statements } = await onlyFinding();
  expect([check, statements?.map(({ sql }) => sql)]).toEqual([
    'replica-identity',
    ['ALTER TABLE "public"."notes" REPLICA IDENTITY DEFAULT;'],
  ]);
  await mend(statements);
  expect(await found()).toEqual([]);
});

it('an index of REPLICA IDENTITY that the target lacks is found before it ends replication', async () => {
  await both('CREATE TABLE parts (code integer NOT NULL, note text)', 'CREATE UNIQUE INDEX parts_code ON parts (code)');
  await other.run('source', 'ALTER TABLE parts REPLICA IDENTITY USING INDEX parts_code');
  await other.replicate('parts');
  const finding = await onlyFinding();
  expect(finding).toMatchObject({ check: 'replica-identity', subject: 'target', outcome: 'fail' });
  expect(finding.message).toMatch(/The target cannot find rows of public\.parts \(no key\)/);
  await other.run('target', 'ALTER TABLE parts REPLICA IDENTITY USING INDEX parts_code');
  expect(await found()).toEqual([]);
  // A key of other columns finds nothing by what is sent.
  await other.run(
    'target',
    'ALTER TABLE parts REPLICA IDENTITY DEFAULT',
    'ALTER TABLE parts ADD COLUMN own serial PRIMARY KEY',
  );
  expect((await onlyFinding()).message).toContain('public.parts (by own)');
});

it('a primary key that is deferrable identifies no row, on either side', async () => {
  await both('CREATE TABLE later (id integer PRIMARY KEY DEFERRABLE, v integer)');
  await other.replicate('later');
  await other.run('source', 'INSERT INTO later VALUES (1, 1)');
  await expect(other.run('source', 'UPDATE later SET v = 2')).rejects.toThrow(/does not have a replica identity/);
  const findings = await found();
  expect(findings.map(({ check, subject }) => [check, subject])).toEqual([
    ['replica-identity', 'source'],
    ['replica-identity', 'target'],
  ]);
  expect(findings[0]?.statements?.map(({ sql }) => sql)).toEqual([
    'ALTER TABLE "public"."later" REPLICA IDENTITY FULL;',
  ]);
  await other.run('source', 'ALTER TABLE later DROP CONSTRAINT later_pkey, ADD PRIMARY KEY (id)');
  const finding = await onlyFinding();
  expect(finding).toMatchObject({ check: 'replica-identity', subject: 'target', outcome: 'fail' });
  expect(finding.message).toMatch(/The target cannot find rows of public\.later \(no key\)/);
  await other.run('target', 'ALTER TABLE later DROP CONSTRAINT later_pkey, ADD PRIMARY KEY (id)');
  expect(await found()).toEqual([]);
});

it('a partition that stands elsewhere on the target takes rows that nobody sees', async () => {
  const table = 'CREATE TABLE log (id integer, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)';
  await both(table, "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
  await other.replicate('log');
  expect(await found()).toEqual([]);
  await other.run('target', 'ALTER TABLE log DETACH PARTITION log_1');
  const finding = await onlyFinding();
  expect(finding).toMatchObject({ check: 'partitions-attached', severity: 'CRITICAL', tables: ['public.log'] });
  expect(finding.message).toMatch(/^Rows come to public\.log_1 \(stands alone there/);
  await other.run('target', "ALTER TABLE log ATTACH PARTITION log_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
  expect(await found()).toEqual([]);
  // By the table above, each side may divide as it likes.
  await other.run(
    'target',
    'ALTER TABLE log DETACH PARTITION log_1',
    'DROP TABLE log_1',
    'CREATE TABLE log_all PARTITION OF log DEFAULT',
  );
  await other.run('source', 'ALTER PUBLICATION other_publication SET (publish_via_partition_root = true)');
  expect(await found()).toEqual([]);
});

it('large objects are missing, then unknown: as many of them are no proof', async () => {
  await other.run('source', "SELECT lo_from_bytea(0, 'a letter')");
  const missing = await onlyFinding();
  expect(missing).toMatchObject({ check: 'large-objects', outcome: 'fail', subject: 'missing' });
  expect(missing.message).toContain('1 on the source, 0 on the target');
  await other.run('target', "SELECT lo_from_bytea(0, 'another letter')");
  expect(await onlyFinding()).toMatchObject({ check: 'large-objects', outcome: 'unknown', subject: 'copied' });
});

it('a materialized view that was never filled fails; one that was is to be refreshed, which is no reason against a switch', async () => {
  await both('CREATE MATERIALIZED VIEW sums AS SELECT count(*) AS notes FROM notes WITH NO DATA');
  const empty = await onlyFinding();
  expect(empty).toMatchObject({ check: 'materialized-views', outcome: 'fail', severity: 'WARNING' });
  await mend(empty.statements);
  expect(await other.run('target', 'SELECT notes FROM sums')).toEqual([{ notes: '1' }]);
  expect(await onlyFinding()).toMatchObject({
    outcome: 'unknown',
    severity: 'INFO',
    subject: 'refreshed in the freeze',
  });
  expect(leftBehindChecks.find(({ id }) => id === 'materialized-views')?.blocks).toBe('when-failed');
});

it('a foreign table has to be tried on the target', async () => {
  await both(
    'CREATE EXTENSION postgres_fdw',
    'CREATE SERVER third FOREIGN DATA WRAPPER postgres_fdw',
    'CREATE FOREIGN TABLE far (id integer) SERVER third',
  );
  expect(await onlyFinding()).toMatchObject({ check: 'foreign-tables', outcome: 'unknown', items: ['public.far'] });
});

it.each(['source', 'target'] as const)(
  'a collation of another version on the %s is found until it was built anew',
  async (side) => {
    const record = (version: string): string =>
      `UPDATE pg_database SET datcollversion = ${version} WHERE datname = current_database()`;
    const isRecorded = has('PostgreSQL 15', side);
    // As a server looks after its C library was updated.
    if (isRecorded) await other.run(side, record("'2.28'"));
    const now =
      'SELECT pg_database_collation_actual_version(oid) AS now FROM pg_database WHERE datname = current_database()';
    const [row] = isRecorded ? await other.run(side, now) : [{ now: null }];
    if (row?.['now'] === null) {
      // The lab sorts by C here, which has no version, or the server records none: a collation of ICU has one.
      if (isRecorded) await other.run(side, record('NULL'));
      await other.run(
        side,
        "CREATE COLLATION german (provider = icu, locale = 'de')",
        'CREATE TABLE names (name text COLLATE german PRIMARY KEY)',
        "UPDATE pg_collation SET collversion = '1.1' WHERE collname = 'german'",
      );
      if (side === 'source') await other.run('target', 'CREATE TABLE names (name text PRIMARY KEY)');
      if (side === 'source') await other.replicate('names');
    }
    const finding = await onlyFinding();
    expect(finding).toMatchObject({ check: 'collation-versions', outcome: 'fail', severity: 'WARNING' });
    expect(finding.message).toMatch(new RegExp(`^Indexes of text on the ${side} may be sorted wrongly`));
    await mend(finding.statements);
    expect(await found()).toEqual([]);
  },
);

it('a trigger of the target that fires during apply does its work twice, and is found until it is an ordinary one', async () => {
  await other.run(
    'target',
    'CREATE TABLE seen (id integer)',
    'CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.seen VALUES (NEW.id); RETURN NEW; END $$',
    'CREATE TRIGGER look AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION see()',
  );
  expect(await found()).toEqual([]);
  await other.run('target', 'ALTER TABLE notes ENABLE ALWAYS TRIGGER look');
  const finding = await onlyFinding();
  expect(finding).toMatchObject({ check: 'apply-triggers', outcome: 'fail' });
  expect(finding.message).toMatch(
    /^public\.notes\.look \(ENABLE ALWAYS\) of the target fires for rows that replication applies/,
  );
  await other.run('source', "INSERT INTO notes VALUES (2, 'b')");
  await eventually('it to fire', async () => (await other.run('target', 'SELECT FROM seen')).length === 1);
  await mend(finding.statements);
  expect(await found()).toEqual([]);
  await other.run('target', 'ALTER TABLE notes ENABLE REPLICA TRIGGER look');
  expect((await onlyFinding()).message).toContain('ENABLE REPLICA');
});

it('a foreign key that is switched off on the target alone is found until it is on', async () => {
  const key = 'ALTER TABLE kids ADD CONSTRAINT kids_note FOREIGN KEY (note_id) REFERENCES notes';
  await both('CREATE TABLE kids (id integer PRIMARY KEY, note_id integer)');
  await other.replicate('kids');
  await both(key);
  expect(await found()).toEqual([]);
  await other.run('target', 'ALTER TABLE kids DISABLE TRIGGER ALL', 'INSERT INTO kids VALUES (1, 999)');
  const off = await onlyFinding();
  expect(off).toMatchObject({ check: 'foreign-keys-off', outcome: 'fail', severity: 'WARNING' });
  expect(off.message).toMatch(/^public\.kids\.kids_note \(its triggers are disabled\) of the target is not enforced/);
  await other.run('target', 'DELETE FROM kids');
  await mend(off.statements);
  expect(await found()).toEqual([]);
  await expect(other.run('target', 'INSERT INTO kids VALUES (1, 999)')).rejects.toThrow(/violates foreign key/);
  // What the source does not enforce either is meant so.
  await both('ALTER TABLE kids DISABLE TRIGGER ALL');
  expect(await found()).toEqual([]);
});

itNeeds('PostgreSQL 18', 'target', 'so is one that is NOT ENFORCED', async () => {
  await both('CREATE TABLE kids (id integer PRIMARY KEY, note_id integer REFERENCES notes)');
  await other.replicate('kids');
  await other.run('target', 'ALTER TABLE kids ALTER CONSTRAINT kids_note_id_fkey NOT ENFORCED');
  const off = await onlyFinding();
  expect(off.message).toContain('(NOT ENFORCED)');
  await mend(off.statements);
  expect(await found()).toEqual([]);
});

itNeeds(
  'PostgreSQL 18',
  'target',
  'conflicts that the server has counted are told, and forgotten when it counts anew',
  async () => {
    await other.run('target', 'ALTER SYSTEM SET track_commit_timestamp = on');
    await other.run('target', "INSERT INTO notes VALUES (77, 'written here')");
    await other.run('source', "INSERT INTO notes VALUES (77, 'comes from there')");
    const finding = await eventually('the conflict to be counted', async () =>
      (await found()).find(({ check }) => check === 'apply-conflicts'),
    );
    expect(finding.message).toMatch(/subscription other_subscription \(\d+ inserts of rows that were there\)/);
    await other.run('target', 'ALTER SYSTEM RESET track_commit_timestamp', 'DELETE FROM notes WHERE id = 77');
    await eventually(
      'its row to come',
      async () => (await other.run('target', 'SELECT FROM notes WHERE id = 77')).length === 1,
    );
    await mend(finding.statements);
    await eventually('it to be forgotten', async () => (await found()).length === 0);
  },
);

it('a side that is away leaves all of it unknown', async () => {
  await stage.connections.onApplicationShutdown();
  const told = await measure();
  expect(told.reason).not.toBeNull();
  const readings = leftBehindChecks.map((check) => check.judge(someEvidence({ 'not-replicated': told }), 0));
  expect(readings.map(({ rest, found: each }) => [rest, each.length])).toEqual(
    leftBehindChecks.map(() => ['unknown', 0]),
  );
});

it('keeps to catalogs that any account may read', async () => {
  await both(
    'REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM cutover',
    'REVOKE ALL ON SCHEMA public FROM PUBLIC, cutover',
  );
  expect(await found()).toEqual([]);
});
