// The product on a PostgreSQL pair: what is shown of a sound one, and of one that is broken.
import {
  alertPageSchema,
  checksumListSchema,
  consistencyListSchema,
  findingListSchema,
  migrationDetailSchema,
  type AlertPage,
  type AlertType,
  type FindingList,
  type MigrationDetail,
} from '@cutover/contracts';
import { postgresBreakNames, type PostgresBreakName, type PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';

/** What a break must show. */
interface Symptoms {
  alert: AlertType;
  state: NonNullable<MigrationDetail['replicaLag']>['state'];
  /** What the finding says, and what it tells to do. */
  message: RegExp;
  action: RegExp;
}

/** Exhaustive: a new break of the lab does not compile until it is said here what it must show. */
const symptoms: Record<PostgresBreakName, Symptoms> = {
  'subscription-disabled': {
    alert: 'replication_stopped',
    state: 'stopped',
    message: /Replication is stopped \(subscription shop_subscription\): The subscription is disabled/,
    action: /ALTER SUBSCRIPTION "shop_subscription" ENABLE;/,
  },
  'apply-error': {
    alert: 'replication_broken',
    state: 'broken',
    message: /Its worker fails again and again \(\d+ times/,
    action: /Read the error log of the target: it says why\. Where it names a row, mend that row/,
  },
  'slot-dropped': {
    alert: 'replication_broken',
    state: 'broken',
    message: /The source has no slot "shop_subscription"/,
    action: /DROP SUBSCRIPTION "shop_subscription"/,
  },
};

let lab: PostgresLab;
let product: Product;

const detail = (): Promise<MigrationDetail> => product.get('/api/migrations/shop');
const firing = async (): Promise<AlertPage['alerts']> =>
  (await product.get<AlertPage>('/api/alerts?state=firing&limit=200')).alerts;
const isSound = async (): Promise<boolean> => {
  const { replicaLag } = await detail();
  return replicaLag?.state === 'idle' && replicaLag.seconds === 0 && (await firing()).length === 0;
};

beforeAll(async () => {
  lab = await postgresPair();
  product = await startProduct(lab);
  await eventually('the untouched pair is idle', isSound);
});
afterAll(() => product.end());

it('tells lag, slot and first copy of a sound pair', async () => {
  const { replicaLag, connectionStatus, sections } = migrationDetailSchema.parse(await detail());
  expect(replicaLag).toMatchObject({ state: 'idle', seconds: 0, atLeastSeconds: 0, transactionsBehind: null });
  expect(replicaLag?.sourcePosition).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
  const [channel] = replicaLag?.channels ?? [];
  expect(channel).toMatchObject({ name: 'shop_subscription', receiver: 'running', applier: 'running', tls: true });
  expect(channel?.subscription).toMatchObject({
    isEnabled: true,
    publications: ['shop_publication'],
    slot: { isActive: true, walStatus: 'reserved' },
    initialSync: { tables: 18, ready: 18, pending: [] },
  });
  expect(connectionStatus.source).toMatchObject({ state: 'up', missingGrants: [] });
  expect(connectionStatus.target.tlsCipher).toMatch(/^TLS_/);
  const writable = { id: 'target-writable', outcome: 'pass', summary: 'No account may write' };
  expect(sections).toEqual(expect.arrayContaining([expect.objectContaining(writable)]));
  // Binary logs are of other engines.
  expect(sections.map(({ id }) => id)).not.toContain('binlog-retention');
});

it('proves every table equal, and counts its rows', async () => {
  await eventually('every table to be compared', async () => {
    const { checksums, consistency } = (await detail()).tables;
    return checksums.matched === 18 && consistency.matched === 18;
  });
  const { verdict, tables } = await detail();
  expect(tables.watched).toBe(18);
  // Rows keep no answer open.
  const checks = verdict.reasons.map(({ check }) => check);
  expect(checks.filter((check) => /^(checksum|consistency)/.test(check))).toEqual([]);
  const checksums = checksumListSchema.parse(await product.get('/api/migrations/shop/checksums'));
  for (const { verdict: each, mode } of checksums.results) expect([each, mode]).toEqual(['matched', 'sandwich']);
  const consistency = consistencyListSchema.parse(await product.get('/api/migrations/shop/consistency'));
  expect(consistency.results).toHaveLength(18);
  const { alerts } = alertPageSchema.parse(await product.get('/api/alerts'));
  expect(alerts.map(({ type }) => type)).toContain('monitoring_started');
  expect(alerts.filter(({ type }) => /checksum|consistency/.test(type))).toEqual([]);
});

it('judges what the engine has, and nothing else', async () => {
  const { findings } = findingListSchema.parse(await product.get<FindingList>('/api/migrations/shop/findings'));
  const checks = findings.map(({ check }) => check);
  expect(checks).toEqual(expect.arrayContaining(['replication-slot', 'initial-sync']));
  expect(checks).not.toContain('errant-transactions');
  expect(checks).not.toContain('binlog-retention');
});

it('sees a transaction that the target has not applied as lag, in bytes at once and in seconds by positions', async () => {
  await lab.withAdmin('target', async (target) => {
    // The apply worker waits for this lock.
    await target.query('BEGIN');
    await target.query('LOCK TABLE suppliers IN EXCLUSIVE MODE');
    await lab.withAdmin('source', (source) => source.query('UPDATE suppliers SET name = name'));
    await eventually('3 s of lag', async () => ((await detail()).replicaLag?.seconds ?? 0) >= 3);
    const { replicaLag } = await detail();
    expect(replicaLag).toMatchObject({ state: 'applying', isOverThreshold: false });
    expect((replicaLag?.notAppliedBytes ?? 0) + (replicaLag?.notReceivedBytes ?? 0)).toBeGreaterThan(0);
    await target.query('ROLLBACK');
  });
  await eventually('no lag', isSound);
});

it.each(postgresBreakNames)(
  '%s shows in the state, the alerts and the verdict, and goes away after mend',
  async (name) => {
    const { alert, state, message, action } = symptoms[name];
    await lab.break(name);
    try {
      await eventually(`${name}: state ${state}`, async () => (await detail()).replicaLag?.state === state);
      // What it says may become more precise with the next reading.
      const fired = await eventually(`${name}: ${alert} says ${message}, and to do ${action}`, async () =>
        (await firing()).find((each) => each.type === alert && message.test(each.message) && action.test(each.action)),
      );
      // No word of another engine.
      expect(fired.message + fired.action).not.toMatch(/SLAVE|REPLICA STATUS|CHANGE MASTER|gtid|binlog|3306|channel/i);
      expect((await firing()).map(({ type }) => type)).toEqual([alert]);
      expect((await detail()).verdict.answer).toBe('not-safe');
    } finally {
      await lab.mend(name);
    }
    await eventually(`${name}: sound again`, isSound);
  },
);

it('has no session left on the servers after SIGTERM, and exits 0', async () => {
  expect(await product.stop()).toBe(0);
  const sessions = "SELECT count(*)::integer AS n FROM pg_stat_activity WHERE application_name = 'cutover'";
  for (const role of ['source', 'target'] as const)
    await eventually(`no session of ours is left on the ${role}`, async () => {
      const { rows } = await lab.withAdmin(role, (admin) => admin.query<{ n: number }>(sessions));
      return rows[0]?.n === 0;
    });
});
