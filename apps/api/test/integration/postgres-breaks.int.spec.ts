// The product on a PostgreSQL pair: what is shown of a sound one, and of one whose replication is broken.
import {
  alertPageSchema,
  checksumListSchema,
  consistencyListSchema,
  findingListSchema,
  migrationDetailSchema,
  type FindingList,
} from '@cutover/contracts';
import { eventually } from '../support/eventually.js';
import { breaksOf, showBreak, startBreakStage, type BreakStage } from '../support/postgres-break-stage.js';

let stage: BreakStage;
let { lab, product, detail, isSound } = {} as BreakStage;

beforeAll(async () => {
  stage = await startBreakStage();
  ({ lab, product, detail, isSound } = stage);
});
afterAll(() => product?.end());

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
  // On a busy machine the worker waits for so long that it is told of, too.
  await eventually('no lag, and no wait for a lock that could make an alert later', async () => {
    const { findings } = await product.get<FindingList>('/api/migrations/shop/findings');
    return findings.every(({ check, outcome }) => check !== 'metadata-lock' || outcome !== 'fail') && isSound();
  });
});

const tried = breaksOf('replication');

it.each(tried)('%s shows in the state, the alerts and the verdict, and goes away after mend', (name) =>
  showBreak(stage, name),
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
