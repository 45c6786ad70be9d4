// What logical replication uses on both servers, on a real pair: slots of ours and of others, log, limits, origins, a first copy.
import {
  logicalReplicationAnswerSchema,
  type AlertPage,
  type LogicalReplication,
  type MigrationDetail,
  type Role,
} from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { EvidenceRegistry } from '../../src/evidence/evidence.registry.js';
import { LagService } from '../../src/lag/lag.service.js';
import { replicationLimitsCheck } from '../../src/lag/logical-replication/checks/replication-limits.check.js';
import { sourceDiskCheck } from '../../src/lag/logical-replication/checks/source-disk.check.js';
import { LogicalReplicationService } from '../../src/lag/logical-replication/logical-replication.service.js';
import { initialSyncCheck } from '../../src/checks/replication/initial-sync.check.js';
import { replicationSlotCheck } from '../../src/checks/replication/replication-slot.check.js';
import { Clock } from '../../src/platform/clock.js';
import type { Check } from '../../src/evidence/check.js';
import { eventually } from '../support/eventually.js';
import { configOf, endpointOf, whileBroken } from '../support/lab-pair.js';
import { noHeartbeat } from '../support/no-heartbeat.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { readAsAdmin } from '../support/read-as-admin.js';
import { has } from '../support/server-line.js';
import { someEvidence } from '../support/some-evidence.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

const mebibyte = 2 ** 20;

/** A clock that a test moves on: rates of minutes are told within a second. */
class SteppedClock extends Clock {
  private steppedMs = 0;

  step(ms: number): void {
    this.steppedMs += ms;
  }

  override monotonicMs(): number {
    return super.monotonicMs() + this.steppedMs;
  }
}

let lab: PostgresLab;
let connections: ConnectionsService;
const clock = new SteppedClock();

beforeAll(async () => {
  lab = await postgresPair();
  connections = await whenUp(startConnections(configOf(lab)));
});

afterAll(() => connections.onApplicationShutdown());

const admin = (role: Role, sql: string) => lab.withAdmin(role, (client) => client.query(sql));

/** The capability by itself, as the product makes it, and the lag from which it knows what is ours. */
function watch(changes: Partial<CutoverConfig['migrations'][number]> = {}) {
  const config = configOf(lab, changes);
  const registry = new EvidenceRegistry();
  registry.part = (() => 'none') as EvidenceRegistry['part'];
  const lags = new LagService(config, connections, clock, noHeartbeat);
  const service = new LogicalReplicationService(config, connections, lags, registry, clock);
  const { signal } = new AbortController();
  return {
    /** One look at both servers, so many seconds after the one before. */
    async look(seconds = 0): Promise<LogicalReplication> {
      clock.step(seconds * 1000);
      await lags.measure('shop', signal);
      await service.measure('shop', signal);
      return service.snapshot('shop')!;
    },
    /** What a check says of the last look: of each subject the outcome, its severity and the whole text. */
    said(check: Check): { subject: string; outcome: string; severity: string; text: string }[] {
      const evidence = someEvidence({ lag: lags.snapshot('shop'), 'logical-replication': service.snapshot('shop') });
      return check.judge(evidence, clock.nowMs()).found.map(({ subject, outcome, severity, message, action }) => ({
        ...{ subject, outcome, severity, text: `${message} ${action}` },
      }));
    },
  };
}

const bigSource = (gib: number) => ({ source: { ...endpointOf(lab, 'source'), walDiskGiB: gib } });

/** Writes so much log, outside of every table. */
const write = (megabytes: number) =>
  admin(
    'source',
    `SELECT pg_logical_emit_message(false, 'cutover', repeat('x', ${mebibyte})) FROM generate_series(1, ${megabytes})`,
  );

async function withSlots(statements: readonly string[], names: readonly string[], work: () => Promise<void>) {
  try {
    for (const statement of statements) await admin('source', statement);
    await work();
  } finally {
    for (const name of names)
      await admin(
        'source',
        `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '${name}'`,
      );
  }
}

it('shows every slot of the source: three of ours with sum and worst, two of others that are never touched', async () => {
  const extra = ['extra_a', 'extra_b'];
  const connection = lab.connectionToSource(lab.database).replaceAll("'", "''");
  const foreign = [
    "SELECT pg_create_logical_replication_slot('crm_export', 'pgoutput')",
    "SELECT pg_create_physical_replication_slot('standby_1', true)",
  ];
  const { look, said } = watch();
  const hasParts = has('PostgreSQL 15', 'source');
  try {
    for (const name of extra) {
      for (const role of ['source', 'target'] as const)
        await admin(role, `CREATE TABLE ${name} (id integer PRIMARY KEY, note text, hidden text)`);
      await admin('source', `GRANT SELECT ON ${name} TO replicator`);
    }
    await admin('source', 'CREATE PUBLICATION extra_a FOR TABLE extra_a');
    await admin(
      'source',
      `CREATE PUBLICATION extra_b FOR TABLE extra_b ${hasParts ? '(id, note) WHERE (id > 10)' : ''} WITH (publish = 'insert, update')`,
    );
    for (const name of extra)
      await admin('target', `CREATE SUBSCRIPTION ${name} CONNECTION '${connection}' PUBLICATION ${name}`);
    await withSlots(foreign, ['crm_export', 'standby_1'], async () => {
      const told = await eventually('all five, and the copies done', async () => {
        const seen = await look();
        const { slots } = seen;
        return slots.length === 5 && slots.filter(({ sender }) => sender?.state === 'streaming').length === 3 && seen;
      });
      expect(told.slots.map(({ name, owner }) => [name, owner]).sort()).toEqual([
        ...[['crm_export', 'other']],
        ...[
          ['extra_a', 'subscription'],
          ['extra_b', 'subscription'],
          ['shop_subscription', 'subscription'],
        ],
        ['standby_1', 'other'],
      ]);
      expect(told.own.slots).toBe(3);
      expect(told.own.behindBytes).toMatch(/^\d+$/);
      expect(['shop_subscription', ...extra]).toContain(told.own.furthestBehind);
      const ours = told.slots.find(({ name }) => name === 'shop_subscription');
      expect(ours).toMatchObject({ kind: 'logical', plugin: 'pgoutput', isActive: true, walStatus: 'reserved' });
      const lsn = expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/);
      expect(ours?.sender).toMatchObject({
        ...{ application: 'shop_subscription', sentPosition: lsn, writePosition: lsn },
        ...{ flushPosition: lsn, replayPosition: lsn },
      });
      const standby = told.slots.find(({ name }) => name === 'standby_1');
      expect(standby).toMatchObject({ kind: 'physical', isActive: false, sender: null, database: null });
      const crm = told.slots.find(({ name }) => name === 'crm_export');
      expect(crm?.isConflicting).toBe(has('PostgreSQL 16', 'source') ? false : null);
      expect(crm?.inactiveSince).toEqual(has('PostgreSQL 17', 'source') ? expect.stringMatching(/^\d{4}-.*Z$/) : null);
      expect(told.publications.find(({ name }) => name === 'extra_b')).toEqual({
        ...{ name: 'extra_b', isRead: true, isAllTables: false, viaRoot: false, tables: 1 },
        operations: ['insert', 'update'],
        limited: hasParts ? [{ table: 'public.extra_b', rowFilter: '(id > 10)', columns: ['id', 'note'] }] : [],
      });
      // pg_show_replication_origin_status is not granted: positions of origins are unknown, not 0.
      expect(told.origins.every(({ remotePosition }) => remotePosition === null)).toBe(true);
      const owners = new Set(told.origins.map(({ subscription }) => subscription));
      expect([...owners].sort()).toEqual(['extra_a', 'extra_b', 'shop_subscription']);
      expect(told.reasons).toEqual([]);
      await admin('target', 'GRANT EXECUTE ON FUNCTION pg_show_replication_origin_status() TO cutover');
      await admin('source', "INSERT INTO extra_a VALUES (1, 'moves the origin on')");
      const remote = await eventually(
        'the position of the origin',
        async () => (await look()).origins.find(({ subscription }) => subscription === 'extra_a')?.remotePosition,
      );
      expect(remote).toEqual(lsn);
      // The physical slot that nobody reads is the furthest back in time: nobody is told to drop it.
      expect(
        said(sourceDiskCheck)
          .map(({ text }) => text)
          .join(),
      ).not.toMatch(/pg_drop_replication_slot/);
    });
  } finally {
    await admin('target', 'REVOKE EXECUTE ON FUNCTION pg_show_replication_origin_status() FROM cutover');
    for (const name of extra) {
      await admin('target', `DROP SUBSCRIPTION IF EXISTS ${name}`);
      await admin('source', `DROP PUBLICATION IF EXISTS ${name}`);
      for (const role of ['source', 'target'] as const) await admin(role, `DROP TABLE IF EXISTS ${name}`);
    }
  }
});

/** The subscription stands still while the source writes 8 MiB every 30 s, three times. */
async function standStill(seen: ReturnType<typeof watch>): Promise<LogicalReplication> {
  let told = await seen.look();
  for (let round = 0; round < 3; round++) {
    await write(8);
    // Slots that are read move on, as they do by themselves after some seconds.
    await admin('source', 'CHECKPOINT');
    told = await seen.look(30);
  }
  return told;
}

it('says when the disk of the source is full, as CRITICAL, and that it is not, once the slot moves on', async () => {
  const seen = watch(bigSource(2));
  await whileBroken(lab, 'subscription-disabled', async () => {
    const { log, slots } = await standStill(seen);
    const rate = (8 * mebibyte) / 30;
    expect(log?.writtenBytesPerSecond).toBeGreaterThan(rate * 0.9);
    expect(log?.growthBytesPerSecond).toBeGreaterThan(rate * 0.9);
    expect(log?.growthBytesPerSecond).toBeLessThan(rate * 1.5);
    expect(log?.directoryBytes).toBeGreaterThan(16 * mebibyte);
    expect(log?.disk).toMatchObject({ kind: 'full-in', basis: 'configuration', slot: 'shop_subscription' });
    expect(log?.disk.seconds).toBeLessThan((2 ** 31 / rate) * 1.1);
    expect(log?.disk.seconds).toBeGreaterThan(1_000);
    const own = slots.find(({ name }) => name === 'shop_subscription');
    expect(own).toMatchObject({ isActive: false, caughtUpInSeconds: null, lostInSeconds: null, safeWalBytes: null });
    // More is known only where it had confirmed all that was written before the first look: the server writes by itself.
    expect(own?.atLeastSeconds).toBeGreaterThanOrEqual(59);
    const [disk] = seen.said(sourceDiskCheck);
    expect(disk).toMatchObject({ subject: 'source disk', outcome: 'fail', severity: 'CRITICAL' });
    expect(disk?.text).toMatch(/full in .* at this rate.*slot shop_subscription of this migration/);
    // The same without the size of the disk: unknown, with the growth, and what to configure.
    const blind = watch();
    await standStill(blind);
    const [unknown] = blind.said(sourceDiskCheck);
    expect(unknown).toMatchObject({ outcome: 'unknown', severity: 'INFO' });
    expect(unknown?.text).toMatch(/more every second.*source\.walDiskGiB/);
  });
  await lab.catchUp();
  await eventually('the log to be given back', async () => {
    await admin('source', 'CHECKPOINT');
    return (await seen.look(30)).log?.disk.kind === 'steady';
  });
  expect(seen.said(sourceDiskCheck)).toEqual([]);
});

it("names another tool's slot as what fills the disk, and whom to ask", async () => {
  const seen = watch(bigSource(2));
  await withSlots(["SELECT pg_create_physical_replication_slot('backup_tool', true)"], ['backup_tool'], async () => {
    const { log } = await standStill(seen);
    expect(log?.disk).toMatchObject({ kind: 'full-in', slot: 'backup_tool', slotOwner: 'other' });
    const [disk] = seen.said(sourceDiskCheck);
    expect(disk?.text).toMatch(/slot backup_tool, which is none of this migration: ask whoever.*Do not drop it/);
  });
});

it('says when a slot is lost where a limit is set, and that the limit comes before the disk', async () => {
  const seen = watch(bigSource(100));
  await admin('source', "ALTER SYSTEM SET max_slot_wal_keep_size = '256MB'");
  await admin('source', 'SELECT pg_reload_conf()');
  try {
    await whileBroken(lab, 'subscription-disabled', async () => {
      const { log, slots } = await standStill(seen);
      expect(log).toMatchObject({ keepLimitBytes: 256 * mebibyte, disk: { kind: 'limited', seconds: null } });
      expect(seen.said(sourceDiskCheck)).toEqual([]);
      const own = slots.find(({ name }) => name === 'shop_subscription');
      expect(own?.safeWalBytes).toBeGreaterThan(0);
      expect(own?.lostInSeconds).toBeGreaterThan(60);
      expect(own?.lostInSeconds).toBeLessThan(2_000);
      const [lost] = seen.said(replicationSlotCheck);
      expect(lost).toMatchObject({ subject: 'slot shop_subscription', severity: 'CRITICAL' });
      expect(lost?.text).toMatch(/is lost in .* at this rate/);
    });
    await lab.catchUp();
    await eventually('the slot to be safe', async () => {
      await admin('source', 'CHECKPOINT');
      await seen.look(30);
      return seen.said(replicationSlotCheck).length === 0;
    });
  } finally {
    await admin('source', 'ALTER SYSTEM RESET max_slot_wal_keep_size');
    await admin('source', 'SELECT pg_reload_conf()');
  }
});

it('says which limit is nearly used up, and used up, and that it is not any more', async () => {
  const { look, said } = watch();
  await look();
  expect(said(replicationLimitsCheck)).toEqual([]);
  const [most, used] = [
    await readAsAdmin(lab, 'source', "SELECT current_setting('max_replication_slots')::integer"),
    await readAsAdmin(lab, 'source', 'SELECT count(*)::integer FROM pg_replication_slots'),
  ].map(Number) as [number, number];
  const names = Array.from({ length: most - used }, (_, index) => `filler_${index}`);
  const make = (some: readonly string[]) => some.map((name) => `SELECT pg_create_physical_replication_slot('${name}')`);
  await withSlots(make(names.slice(1)), names, async () => {
    const told = await look();
    expect(told.limits.find(({ name }) => name === 'max_replication_slots')).toMatchObject({ used: most - 1 });
    expect(said(replicationLimitsCheck)).toMatchObject([
      { subject: 'source max_replication_slots', outcome: 'fail', severity: 'WARNING' },
    ]);
    expect(said(replicationLimitsCheck)[0]?.text).toMatch(/is nearly used up: 19 of 20/);
    await admin('source', make(names.slice(0, 1))[0]!);
    await look();
    expect(said(replicationLimitsCheck)[0]?.text).toMatch(/is used up: 20 of 20.*Raise max_replication_slots/);
  });
  const told = await look();
  expect(said(replicationLimitsCheck)).toEqual([]);
  expect(told.limits.map(({ side, name }) => `${side} ${name}`)).toEqual([
    ...['source max_replication_slots', 'source max_wal_senders', 'source max_worker_processes'],
    ...['target max_logical_replication_workers', 'target max_sync_workers_per_subscription'],
    `target ${has('PostgreSQL 18', 'target') ? 'max_active_replication_origins' : 'max_replication_slots'}`,
    'target max_worker_processes',
  ]);
  expect(told.limits.every((limit) => limit.used !== null && limit.used <= limit.limit)).toBe(true);
});

it('says how far the first copy of a table is, and that it is done', async () => {
  const { look, said } = watch();
  const rows = 200;
  try {
    for (const role of ['source', 'target'] as const)
      await admin(role, 'CREATE TABLE slow_copy (id integer PRIMARY KEY, note text)');
    await admin('source', 'GRANT SELECT ON slow_copy TO replicator');
    await admin('source', `INSERT INTO slow_copy SELECT n, repeat('x', 1000) FROM generate_series(1, ${rows}) n`);
    // Each row takes a while on the target, so that the copy is seen under way.
    await admin(
      'target',
      "CREATE FUNCTION slow_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END'",
    );
    await admin('target', 'CREATE TRIGGER slow BEFORE INSERT ON slow_copy FOR EACH ROW EXECUTE FUNCTION slow_row()');
    await admin('target', 'ALTER TABLE slow_copy ENABLE ALWAYS TRIGGER slow');
    const publication = String(
      await readAsAdmin(
        lab,
        'target',
        "SELECT subpublications[1] FROM pg_subscription WHERE subname = 'shop_subscription'",
      ),
    );
    const isAll = await readAsAdmin(
      lab,
      'source',
      `SELECT puballtables FROM pg_publication WHERE pubname = '${publication}'`,
    );
    if (isAll !== true) await admin('source', `ALTER PUBLICATION ${publication} ADD TABLE slow_copy`);
    await admin('target', 'ALTER SUBSCRIPTION shop_subscription REFRESH PUBLICATION');
    const text = await eventually('progress of the copy', async () => {
      const { slots } = await look();
      const [found] = said(initialSyncCheck);
      const isOurs = slots.some(({ owner }) => owner === 'first-copy');
      return isOurs && /slow_copy is being copied \(.*, \d+ rows so far\)/.test(found?.text ?? '') && found?.text;
    });
    expect(Number(/, (\d+) rows so far/.exec(text)?.[1])).toBeLessThanOrEqual(rows);
    expect(text).toMatch(/\([\d.]+ kB/);
    await eventually('the copy to be done', async () => {
      const { slots } = await look();
      return said(initialSyncCheck).length === 0 && slots.length === 1;
    });
  } finally {
    for (const role of ['source', 'target'] as const) await admin(role, 'DROP TABLE IF EXISTS slow_copy CASCADE');
    await admin('target', 'DROP FUNCTION IF EXISTS slow_row()');
    await admin('target', 'ALTER SUBSCRIPTION shop_subscription REFRESH PUBLICATION');
    await lab.catchUp();
  }
});

const answerOf = async (product: Product) =>
  logicalReplicationAnswerSchema.parse(await product.get('/api/migrations/shop/logical-replication'));

it('is in the product: answer, page, figures, and a critical alert where the disk fills', async () => {
  const { source } = configOf(lab).migrations[0]!;
  const side = { ...source, password: lab.endpoints.source.password, walDiskGiB: 2 };
  const product = await startProduct(lab, { migration: { source: side } });
  try {
    await whileBroken(lab, 'subscription-disabled', async () => {
      const alert = await eventually('the alert', async () => {
        await write(1);
        const { alerts } = await product.get<AlertPage>('/api/alerts?state=firing');
        return alerts.find(({ type }) => type === 'source_disk');
      });
      expect(alert).toMatchObject({ severity: 'CRITICAL', subject: 'source disk' });
      const answer = await answerOf(product);
      expect(answer.logicalReplication?.slots).toMatchObject([{ name: 'shop_subscription', owner: 'subscription' }]);
      expect(answer.logicalReplication?.log?.disk).toMatchObject({ kind: 'full-in', basis: 'configuration' });
      const { sections } = await product.get<MigrationDetail>('/api/migrations/shop');
      const section = sections.find(({ id }) => id === 'logical-replication');
      expect(section).toMatchObject({ outcome: 'fail', summary: expect.stringMatching(/^Full in /) as string });
      const metrics = await (await product.send('GET', '/metrics')).text();
      for (const line of [
        /^cutover_source_slot_retained_bytes\{migration="shop",slot="shop_subscription",owner="subscription"\} \d+/m,
        /^cutover_source_slot_active\{.*\} 0$/m,
        /^cutover_source_disk_full_seconds\{migration="shop"\} \d+/m,
        /^cutover_replication_limit_used\{migration="shop",role="source",setting="max_replication_slots"\} 1$/m,
      ])
        expect(metrics).toMatch(line);
    });
  } finally {
    await product.end();
    await lab.catchUp();
  }
});
