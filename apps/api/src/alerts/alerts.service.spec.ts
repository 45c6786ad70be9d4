import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alert } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { allChecks, registeredSources } from '../../test/support/all-checks.js';
import { aLag, someEvidence, checksum, checksumsOf, server } from '../../test/support/some-evidence.js';
import { alertingOf } from '../backups/health/backup-check.js';
import { backupChecks } from '../backups/health/backup-checks.js';
import { findingOf } from '../backups/health/backup-knowledge.js';
import { configSchema, type CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { AlertStore } from './store/alert.store.js';
import { alertsPart } from './store/alerts-part.js';
import { openStore } from '../store/open-store.js';
import { StoreConnection } from '../store/store-connection.js';
import { StoreHealth } from '../store/store-health.js';
import { AlertJournal } from './alert-journal.js';
import type { Evidence } from '../evidence/evidence.js';
import type { EvidenceRegistry } from '../evidence/evidence.registry.js';
import { judge } from '../judgement/judge.js';
import { AlertsService } from './alerts.service.js';

class HeldClock extends Clock {
  wallMs = Date.parse('2026-01-01T00:00:00.000Z');
  steadyMs = 0;

  pass(ms: number): void {
    this.wallMs += ms;
    this.steadyMs += ms;
  }
  override nowMs(): number {
    return this.wallMs;
  }
  override monotonicMs(): number {
    return this.steadyMs;
  }
}

function configFor(...names: string[]): CutoverConfig {
  const endpoint = (host: string) => ({ host, username: 'u', password: 'p' });
  return configSchema.parse({
    migrations: names.map((name) => ({ name, source: endpoint('a'), target: endpoint('b'), databases: ['shop'] })),
  });
}

describe('AlertsService', () => {
  const clock = new HeldClock();
  let file: string;
  let directory: string;
  let connection: StoreConnection;
  let seen: Alert[];

  async function start(config = configFor('shop')): Promise<AlertsService> {
    connection = new StoreConnection(
      await openStore(`sqlite:${file}`, clock.nowIso(), [alertsPart]),
      new StoreHealth(),
      clock,
    );
    const store = new AlertStore(connection);
    const registry: Pick<EvidenceRegistry, 'sources'> = { sources: registeredSources };
    const service = new AlertsService(config, clock, store, new AlertJournal(store), registry as EvidenceRegistry);
    service.changes.subscribe((alert) => seen.push(alert));
    await service.onModuleInit();
    return service;
  }

  async function restart(service: AlertsService, config = configFor('shop')): Promise<AlertsService> {
    await service.beforeApplicationShutdown();
    await connection.close();
    clock.steadyMs = 0;
    return start(config);
  }

  /** Judges at the interval of 5 s, each time with a sample of its own. */
  async function rounds(service: AlertsService, count: number, change: Partial<Evidence>): Promise<void> {
    for (let round = 0; round < count; round += 1) {
      clock.pass(5000);
      const { lag } = someEvidence(change);
      const checksums = { ...checksumsOf(checksum('shop.a', 'matched')), proofMaxAgeMs: 3_600_000 };
      const evidence = someEvidence({ checksums, ...change, lag: lag && { ...lag, measuredAt: clock.nowIso() } });
      const checks = judge(allChecks(), evidence, clock.nowMs(), (_, error) => {
        throw error;
      });
      await service.take({ migration: 'shop', checks });
    }
  }

  const late = { lag: aLag({ isOverThreshold: true, seconds: 34 }) };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cutover-alerts-'));
    file = join(directory, 'cutover.sqlite');
    seen = [];
  });

  afterEach(async () => {
    await connection.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('fires for backups once, over a restart, as alerts of no migration, and resolves them by themselves', async () => {
    const found = (outcome: 'fail' | 'unknown' | 'pass') => ({
      migration: null,
      checks: backupChecks.map((check) => {
        const finding = { check: check.id, subject: 'often/shop-db/shop', message: 'm', action: 'a' };
        const findings = check.id === 'backup-late' ? [findingOf({ ...finding, severity: 'CRITICAL', outcome })] : [];
        const known = {
          config: { servers: [], schedules: [] },
          runs: [],
          tests: [],
          views: [],
          copies: [],
          problems: [],
        };
        return alertingOf(check, findings, known as never, clock.nowIso());
      }),
    });
    let service = await start();
    await rounds(service, 4, late);
    await service.take(found('fail'));
    const [alert] = service.firing(null);
    expect(alert).toMatchObject({
      type: 'backup_late',
      migration: null,
      subject: 'often/shop-db/shop',
      state: 'firing',
    });
    await service.acknowledge(alert!.id, 'ops');
    expect(service.firing('shop')).toMatchObject([{ type: 'lag_threshold' }]);
    for (const state of ['firing', 'all'] as const) {
      const page = async (query: { about?: 'backups' | 'migrations'; migration?: string }) =>
        (await service.page({ state, limit: 9, ...query })).alerts.flatMap((each) =>
          each.type === 'monitoring_started' ? [] : [each.type],
        );
      expect(await page({ about: 'backups' })).toEqual(['backup_late']);
      expect(await page({ about: 'migrations' })).toEqual(['lag_threshold']);
      expect(await page({ migration: 'shop' })).toEqual(['lag_threshold']);
      expect(await page({})).toHaveLength(2);
    }
    service = await restart(service);
    await service.take(found('fail'));
    await service.take(found('unknown'));
    expect(service.firing(null)).toMatchObject([{ id: alert!.id, acknowledgedBy: 'ops' }]);
    await service.take(found('pass'));
    expect(service.firing(null)).toEqual([]);
    expect(seen.filter(({ type, state }) => type === 'backup_late' && state === 'resolved')).toHaveLength(1);
  });

  it('fires after the hold, counts it and resolves after enough good samples', async () => {
    const service = await start();
    await rounds(service, 1, late);
    expect(service.firing('shop')).toEqual([]);
    await rounds(service, 2, late);
    expect(service.firing('shop')).toMatchObject([{ type: 'lag_threshold', subject: 'target', occurrences: 3 }]);
    expect(service.counts('shop')).toEqual({ critical: 0, warning: 1, info: 0 });
    await rounds(service, 2, {});
    expect(service.firing()).toEqual([]);
    expect(seen.map((alert) => alert.state)).toEqual(['pending', 'firing', 'resolved']);
    expect((await service.page({ state: 'resolved', limit: 9 })).alerts).toHaveLength(1);
  });

  it('leaves nothing in the store of a condition that never fired, and tells browsers that it is gone', async () => {
    const service = await start();
    await rounds(service, 1, late);
    await rounds(service, 1, {});
    expect(seen.map(({ state: is, firedAt }) => [is, firedAt])).toEqual([
      ['pending', null],
      ['resolved', null],
    ]);
    expect((await service.page({ state: 'all', limit: 9 })).total).toBe(0);
  });

  it('keeps a firing alert and its acknowledgement over a restart, and resolves it afterwards', async () => {
    const first = await start();
    await rounds(first, 3, late);
    const [alert] = first.firing();
    const acknowledged = await first.acknowledge(alert?.id ?? '', 'ops');
    expect(acknowledged).toMatchObject({ acknowledgedBy: 'ops', state: 'firing' });
    expect((await first.acknowledge(acknowledged.id, 'somebody else')).acknowledgedBy).toBe('ops');

    const second = await restart(first);
    expect(second.firing()).toEqual([acknowledged]);
    await rounds(second, 1, late);
    expect(second.firing()).toMatchObject([{ id: acknowledged.id, acknowledgedBy: 'ops' }]);
    await rounds(second, 2, {});
    expect(second.firing()).toEqual([]);
    await expect(second.acknowledge(acknowledged.id, 'ops')).rejects.toMatchObject({ status: 409 });
  });

  it('resolves alerts of a migration that is no longer configured', async () => {
    const first = await start();
    await rounds(first, 3, late);
    const second = await restart(first, configFor('other'));
    expect(second.firing()).toEqual([]);
    expect((await second.page({ state: 'resolved', limit: 9 })).alerts).toMatchObject([{ migration: 'shop' }]);
  });

  it('does not write a firing alert with every sample, but shows its latest text', async () => {
    const service = await start();
    await rounds(service, 3, late);
    const writes = seen.length;
    await rounds(service, 5, { lag: aLag({ isOverThreshold: true, seconds: 99 }) });
    expect(seen).toHaveLength(writes);
    const page = await service.page({ state: 'all', limit: 9 });
    expect(page.alerts).toMatchObject([{ occurrences: 8, message: expect.stringContaining('99 s') }]);
    await rounds(service, 12, late);
    expect(seen).toHaveLength(writes + 1);
  });

  it('fires a divergence at once and resolves it at the next proof', async () => {
    const service = await start();
    await rounds(service, 1, { checksums: checksumsOf(checksum('shop.a', 'diverged')) });
    expect(service.counts('shop').critical).toBe(1);
    await rounds(service, 3, { checksums: checksumsOf(checksum('shop.a', 'lagging')) });
    expect(service.counts('shop').critical).toBe(1);
    await rounds(service, 1, {});
    expect(service.counts('shop').critical).toBe(0);
  });

  it('reports a lost connection and, when it is back, that it is restored', async () => {
    const service = await start();
    const down = { connection: { source: server(), target: server({ state: 'down' }), sameServer: false } };
    await rounds(service, 3, down);
    expect(service.firing()).toMatchObject([{ type: 'connection_lost', subject: 'target' }]);
    for (let round = 0; round < 2; round += 1) {
      const target = server({ lastSeenAt: new Date(clock.wallMs).toISOString() });
      await rounds(service, 1, { connection: { source: server(), target, sameServer: false } });
    }
    expect(seen.at(-1)).toMatchObject({ type: 'connection_restored', severity: 'INFO', state: 'resolved' });
    expect(service.firing()).toEqual([]);
  });

  it('tells of a table that lags at the third attempt, not by its age, and takes it back with a proof', async () => {
    const service = await start();
    const lagged = (finishedAt: string, lastAttempt = { verdict: 'lagging' as const, reason: null, finishedAt }) => ({
      checksums: { ...checksumsOf(checksum('shop.a', 'matched', { lastAttempt })), proofMaxAgeMs: 3_600_000 },
    });
    const firing = () => service.firing().map(({ type, subject }) => `${type} ${subject}`);
    for (const attempt of ['1', '2']) await rounds(service, 9, lagged(attempt));
    expect(firing()).toEqual([]);
    await rounds(service, 1, lagged('3'));
    expect(firing()).toEqual(['checksum_lagging shop.a']);
    await rounds(service, 1, {});
    expect(firing()).toEqual([]);
  });

  it('says that monitoring started', async () => {
    const service = await start();
    await service.onApplicationBootstrap();
    expect((await service.page({ state: 'all', limit: 9 })).alerts).toMatchObject([{ type: 'monitoring_started' }]);
  });

  it('goes on judging while the store is out of order, and writes everything afterwards', async () => {
    const service = await start();
    await connection.read((manager) => manager.query('PRAGMA query_only = ON'));
    await rounds(service, 3, late);
    expect(service.firing()).toHaveLength(1);
    const id = service.firing()[0]?.id ?? '';
    await expect(service.acknowledge(id, 'ops')).rejects.toMatchObject({ code: 'STORE_READ_ONLY' });
    expect(service.firing()[0]?.acknowledgedBy).toBeNull();
    await connection.read((manager) => manager.query('PRAGMA query_only = OFF'));
    await rounds(service, 1, late);
    const again = await restart(service);
    expect(again.firing()).toMatchObject([{ id }]);
  });

  it('pages firing alerts from memory, with a stable cursor', async () => {
    const service = await start();
    const tables = ['shop.a', 'shop.b', 'shop.c'];
    await rounds(service, 1, {
      checksums: checksumsOf(...tables.map((table) => checksum(table, 'diverged'))),
      tables: null,
    });
    const first = await service.page({ state: 'firing', limit: 2 });
    const second = await service.page({ state: 'firing', limit: 2, cursor: first.nextCursor ?? '' });
    expect([first.total, second.total, second.nextCursor]).toEqual([3, 3, null]);
    expect([...first.alerts, ...second.alerts].map(({ subject }) => subject).sort()).toEqual(tables);
    expect((await service.page({ state: 'firing', limit: 2, severity: 'INFO' })).total).toBe(0);
  });

  it('knows neither unknown alerts nor unknown migrations', async () => {
    const service = await start();
    await expect(service.acknowledge('nobody', 'ops')).rejects.toMatchObject({ status: 404, code: 'ALERT_UNKNOWN' });
    await expect(service.page({ state: 'all', limit: 9, migration: 'x' })).rejects.toMatchObject({ status: 404 });
  });
});

describe('AlertsTriggers', () => {
  it('takes every judgement, and reports tables that came, at most one event for many', async () => {
    const { AlertsTriggers } = await import('./alerts.triggers.js');
    const calls: string[] = [];
    const alerts = {
      take: async ({ migration }: { migration: string | null }) => void calls.push(`take ${migration}`),
      report: async (event: { subject: string; type: string }) => void calls.push(`${event.type} ${event.subject}`),
    };
    const judgement = { judgements: new Subject() };
    const backups = { judgements: new Subject() };
    const tables = { changes: new Subject() };
    const triggers = new AlertsTriggers(alerts as never, judgement as never, tables as never, backups as never);
    triggers.onModuleInit();
    judgement.judgements.next({ migration: 'shop' });
    backups.judgements.next({ checks: [] });
    tables.changes.next({
      migration: 'shop',
      appeared: ['shop.x'],
      disappeared: Array.from({ length: 9 }, (_, i) => `shop.t${i}`),
    });
    await new Promise((done) => setImmediate(done));
    expect(calls).toEqual(['take shop', 'take null', 'table_appeared shop.x', 'table_disappeared 9 tables']);
    triggers.beforeApplicationShutdown();
    judgement.judgements.next({ migration: 'shop' });
    backups.judgements.next({ checks: [] });
    expect(calls).toHaveLength(4);
  });
});
