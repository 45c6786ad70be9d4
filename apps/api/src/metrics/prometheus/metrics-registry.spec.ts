import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChecksumRun } from '@cutover/contracts';
import { NEVER, Subject } from 'rxjs';
import { allChecks } from '../../../test/support/all-checks.js';
import {
  aLag,
  at,
  checksum,
  checksumsOf,
  consistency,
  server,
  someEvidence,
} from '../../../test/support/some-evidence.js';
import { backupGauges } from '../../backups/metrics/backup-gauges.js';
import { ChecksumEvidence } from '../../checksum/checksum.evidence.js';
import { configSchema } from '../../config/config.schema.js';
import { ConnectionsEvidence } from '../../connections/connections.evidence.js';
import { ConsistencyEvidence } from '../../consistency/consistency.evidence.js';
import type { Evidence } from '../../evidence/evidence.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import { judge } from '../../judgement/judge.js';
import { LagEvidence } from '../../lag/lag.evidence.js';
import { LogicalReplicationEvidence } from '../../lag/logical-replication/logical-replication.evidence.js';
import { foldFindings } from '../../readiness/fold.js';
import { StoreHealth } from '../../store/store-health.js';
import { buildRegistry } from './metrics-registry.js';
import { productGauges } from './product-gauges.js';

const endpoint = { host: 'a', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
});
const basis = {
  tablesWatched: 1,
  tablesEqual: 0,
  oldestProofAt: null,
  lagSeconds: null,
  isLagLowerBound: false,
  skipped: [],
  notLookedAt: [],
};

/** The metrics of what is known, from the very sources of the product. */
function scrape(change: Partial<Evidence> = {}, lastRun: ChecksumRun | null = null): Promise<string> {
  const known = someEvidence(change);
  const clock = { nowMs: () => Date.parse(at) + 4000 };
  const registry = new EvidenceRegistry();
  const progress = new Subject<ChecksumRun>();
  const tables = { snapshot: () => known.tables } as never;
  const lag = { snapshot: () => known.lag, ageMs: () => 4000, readings: NEVER } as never;
  const active = () => (known.checksums.isComparing ? {} : null);
  const checksums = { snapshot: () => known.checksums.results, activeRun: active, progress, resultChanges: NEVER };
  new ConnectionsEvidence(config, { snapshot: () => known.connection, changes: NEVER } as never, registry);
  new LagEvidence(config, lag, registry);
  new LogicalReplicationEvidence(
    { ...config, migrations: config.migrations.map((each) => ({ ...each, engine: 'postgres' as const })) },
    { snapshot: () => known['logical-replication'], changes: NEVER } as never,
    registry,
  );
  new ChecksumEvidence(config, tables, checksums as never, registry);
  new ConsistencyEvidence(config, tables, { snapshot: () => known.consistency, readings: NEVER } as never, registry);
  if (lastRun) progress.next(lastRun);
  const checks = judge(allChecks('mariadb'), known, clock.nowMs(), () => undefined);
  const { answer, reasons } = foldFindings(checks);
  const verdict = {
    answer,
    reasons: reasons.map((reason) => ({ ...reason, since: at })),
    basis,
    since: at,
    greenSince: null,
    waivers: [],
  };
  const product = productGauges({
    migrations: config.migrations,
    judgement: { now: () => ({ migration: 'shop', checks, evidence: known, waivers: [], nowMs: 0, judgedAt: at }) },
    verdicts: { current: () => verdict },
    groups: { list: () => [] },
    alerts: { counts: () => ({ critical: 1, warning: 2, info: 0 }) },
    storeHealth: new StoreHealth(),
  });
  const backups = backupGauges(['mysql'], {
    ...{ config: () => config.backups, views: () => [], underWay: () => [], health: () => null },
    ...{ successMs: new Map(), now: () => new Date(clock.nowMs()) },
  });
  return buildRegistry([...registry.sources().flatMap(({ gauges }) => gauges), ...product, ...backups]).metrics();
}

const rulesFile = join(__dirname, '../../../../../docs/prometheus-rules.yaml');
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

describe('the metrics', () => {
  it('tell what the snapshots tell, in base units', async () => {
    const text = await scrape({
      lag: aLag({ seconds: 0, atLeastSeconds: 3, transactionsBehind: '12', notReceivedBytes: 4096 }),
    });
    for (const line of [
      'cutover_connection_up{migration="shop",role="source"} 1',
      'cutover_connection_latency_seconds{migration="shop",role="target"} 0.001',
      'cutover_replica_lag_seconds{migration="shop"} 0',
      'cutover_replica_lag_at_least_seconds{migration="shop"} 3',
      'cutover_replica_transactions_behind{migration="shop"} 12',
      'cutover_replica_not_received_bytes{migration="shop"} 4096',
      'cutover_last_sample_age_seconds{migration="shop"} 4',
      'cutover_replication_state{migration="shop",state="applying"} 1',
      'cutover_replication_state{migration="shop",state="broken"} 0',
      'cutover_table_checksum_verdict{migration="shop",table="shop.a",verdict="matched"} 1',
      'cutover_table_consistency_verdict{migration="shop",table="shop.a",verdict="diverged"} 0',
      'cutover_table_rows{migration="shop",table="shop.a",role="target"} 12',
      'cutover_alerts_firing{migration="shop",severity="WARNING"} 2',
      'cutover_store_up 1',
      'cutover_verdict{migration="shop",answer="not-safe"} 0',
      'cutover_verdict{migration="shop",answer="safe"} 1',
      'cutover_check_state{migration="shop",check="lag-threshold"} 1',
      'cutover_ready{migration="shop"} 1',
      'cutover_waivers{migration="shop"} 0',
      'cutover_verdict{migration="shop",answer="cannot-tell"} 0',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('tell that nothing but the first comparison is waited for', async () => {
    const first = { checksums: { ...checksumsOf(), isComparing: true } };
    expect(await scrape(first)).toContain('cutover_first_comparison{migration="shop"} 1');
    expect(await scrape({ ...first, lag: null })).toContain('cutover_first_comparison{migration="shop"} 0');
    expect(await scrape()).toContain('cutover_first_comparison{migration="shop"} 0');
  });

  it('tell what each check says, and nothing of one that cannot be judged', async () => {
    const text = await scrape({ lag: aLag({ isOverThreshold: true, seconds: 40 }), checksums: checksumsOf() });
    expect(text).toContain('cutover_check_state{migration="shop",check="lag-threshold"} 0');
    expect(text).toContain('cutover_check_state{migration="shop",check="stale-data"} 1');
    expect(text).not.toContain('check="checksum-unverified"');
    expect(text).toContain('cutover_ready{migration="shop"} 0');
    expect(await scrape({ checksums: checksumsOf() })).not.toContain('cutover_ready{');
  });

  it('leave out what is unknown, and never say 0 for it', async () => {
    const text = await scrape({
      connection: { source: server({ state: 'connecting', latencyMs: null }), target: server(), sameServer: false },
      lag: aLag({ isStale: true, state: 'unknown', seconds: 0 }),
      checksums: checksumsOf(),
      consistency: [consistency('shop.a', 'unverified', { source: null })],
    });
    expect(text).not.toContain('cutover_replica_lag_seconds{');
    expect(text).not.toContain('cutover_connection_up{migration="shop",role="source"}');
    expect(text).toContain('cutover_connection_up{migration="shop",role="target"} 1');
    expect(text).toContain('cutover_replication_state{migration="shop",state="unknown"} 1');
    expect(text).not.toContain('cutover_table_checksum_verdict{');
    expect(text).not.toContain('role="source"} 12');
  });

  it('are told beside one that cannot be read, which is left out', async () => {
    let isBroken = false;
    const read = () => {
      if (isBroken) throw new Error('no such month');
      return [[{}, 1] as [Record<string, string>, number]];
    };
    const registry = buildRegistry([
      { name: 'cutover_broken', help: 'One', labels: [], read },
      { name: 'cutover_sound', help: 'Two', labels: [], read: () => [[{}, 2]] },
    ]);
    expect(await registry.metrics()).toContain('\ncutover_broken 1');
    isBroken = true;
    const text = await registry.metrics();
    expect(text).toContain('\ncutover_sound 2');
    expect(text).not.toContain('\ncutover_broken 1');
  });

  it('have series for watched tables only', async () => {
    const text = await scrape({
      checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.gone', 'diverged')),
    });
    expect(text).not.toContain('shop.gone');
  });

  it('escape the names of tables', async () => {
    const name = 'shop.a"b\\c\nd😀';
    expect(await scrape({ tables: null, checksums: checksumsOf(checksum(name, 'matched')) })).toContain(
      'table="shop.a\\"b\\\\c\\nd😀"',
    );
  });

  it('tell how long the last verification took', async () => {
    const run: ChecksumRun = {
      id: 'r',
      migration: 'shop',
      trigger: 'request',
      mode: 'snapshot',
      state: 'finished',
      verdict: 'matched',
      reason: null,
      tables: { total: 1, done: 1, current: [] },
      results: [],
      verdicts: { matched: 1, lagging: 0, diverged: 0, unverified: 0 },
      startedAt: at,
      finishedAt: '2026-01-01T00:01:30.000Z',
    };
    expect(await scrape({}, run)).toContain(
      'cutover_checksum_run_duration_seconds{migration="shop",state="finished"} 90',
    );
  });

  (hasPromtool ? it : it.skip)('pass promtool check metrics', async () => {
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: await scrape(), encoding: 'utf8' });
    expect(`${checked.stdout}${checked.stderr}`).toBe('');
    expect(checked.status).toBe(0);
  });

  it('have every name that the alert rules of docs/prometheus-rules.yaml ask for', async () => {
    const rules = readFileSync(rulesFile, 'utf8');
    const text = await scrape();
    const asked = new Set(rules.match(/\bcutover_\w+/g));
    expect(asked.size).toBeGreaterThan(8);
    expect([...asked].filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
  });

  (hasPromtool ? it : it.skip)('make the alert rules fire for what they are about, and for nothing else', () => {
    const tested = spawnSync('promtool', ['test', 'rules', join(__dirname, 'prometheus-rules.test.yaml')], {
      encoding: 'utf8',
    });
    expect(tested.stdout).toContain('SUCCESS');
    expect(tested.status).toBe(0);
  });
});
