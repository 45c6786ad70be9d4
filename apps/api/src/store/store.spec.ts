import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alert, ChecksumResult, ChecksumRun } from '@cutover/contracts';
import type { CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { AlertStore } from './alert.store.js';
import { AlertEntity } from './entities/alert.entity.js';
import { openStore } from './open-store.js';
import { RetentionService } from './retention.service.js';
import { SampleStore, type LagSample } from './sample.store.js';
import { StoreConnection } from './store-connection.js';
import { StoreHealth } from './store-health.js';
import { VerdictStore } from './verdict.store.js';
import { VerificationStore } from './verification.store.js';

const now = '2026-01-01T00:00:00.000Z';

function anAlert(id: string, change: Partial<Alert> = {}): Alert {
  return {
    id,
    type: 'lag_threshold',
    severity: 'WARNING',
    migration: 'shop',
    subject: 'target',
    message: 'behind 😀',
    action: 'wait',
    state: 'firing',
    activeAt: now,
    firedAt: now,
    resolvedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    occurrences: 3,
    ...change,
  };
}

function aResult(table: string): ChecksumResult {
  return {
    table,
    verdict: 'matched',
    mode: 'table',
    digest: 'CHECKSUM TABLE',
    position: '0-1-5',
    sourceDigest: '1',
    targetDigest: '1',
    sourceRows: '18446744073709551615',
    targetRows: null,
    chunks: { total: 1, matched: 1, lagging: 0, diverged: 0, unverified: 0 },
    differences: { missing: 0, extra: 0, changed: 0, complete: true },
    startedAt: now,
    finishedAt: now,
    durationMs: 1,
  };
}

function aRun(id: string, change: Partial<ChecksumRun> = {}): ChecksumRun {
  return {
    id,
    migration: 'shop',
    trigger: 'request',
    mode: 'table',
    state: 'running',
    verdict: null,
    reason: null,
    tables: { total: 2, done: 1, current: ['shop.b'] },
    results: [aResult('shop.a')],
    startedAt: now,
    finishedAt: null,
    ...change,
  };
}

function aSample(atMs: number, change: Partial<LagSample> = {}): LagSample {
  return {
    atMs,
    seconds: 0,
    transactionsBehind: 4,
    notReceivedBytes: null,
    notAppliedBytes: 9_007_199_254_740_991,
    state: 'applying',
    ...change,
  };
}

describe('the store on a SQLite file', () => {
  let directory: string;
  let file: string;
  const open: StoreConnection[] = [];

  async function start(path = file) {
    const health = new StoreHealth();
    const connection = new StoreConnection(await openStore(`sqlite:${path}`, now), health, new Clock());
    open.push(connection);
    return {
      connection,
      health,
      alerts: new AlertStore(connection),
      samples: new SampleStore(connection),
      verdicts: new VerdictStore(connection),
      verifications: new VerificationStore(connection),
    };
  }

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cutover-store-'));
    file = join(directory, 'deep', 'er', 'cutover.sqlite');
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
    rmSync(directory, { recursive: true, force: true });
  });

  it('keeps everything over a restart', async () => {
    const first = await start();
    await first.alerts.save(anAlert('a1'));
    await first.alerts.save(anAlert('a1', { acknowledgedBy: 'ops', acknowledgedAt: now }));
    await first.samples.append('shop', aSample(1000));
    await first.samples.append('shop', aSample(2000, { seconds: null, state: 'unknown' }));
    await first.samples.append('other', aSample(1500));
    await first.verdicts.saveRun(aRun('r1'));
    await first.verdicts.saveChecksum('shop', aResult('shop.a'));
    await first.verdicts.saveChecksum('shop', { ...aResult('shop.a'), verdict: 'diverged' });
    await first.connection.close();

    const second = await start();
    expect(await second.alerts.loadOpen()).toEqual([anAlert('a1', { acknowledgedBy: 'ops', acknowledgedAt: now })]);
    expect(await second.samples.loadSince('shop', 1000)).toEqual([
      aSample(1000),
      aSample(2000, { seconds: null, state: 'unknown' }),
    ]);
    expect(await second.samples.loadSince('shop', 1001)).toHaveLength(1);
    expect(await second.verdicts.findRun('shop', 'r1')).toEqual(aRun('r1'));
    expect(await second.verdicts.findRun('other', 'r1')).toBeNull();
    expect(await second.verdicts.loadChecksums('shop')).toEqual([{ ...aResult('shop.a'), verdict: 'diverged' }]);
  });

  it('marks runs that the end of the process interrupted, and only those', async () => {
    const { verdicts } = await start();
    await verdicts.saveRun(aRun('r1'));
    await verdicts.saveRun(aRun('r2', { state: 'finished' }));
    expect(await verdicts.markInterrupted('2026-01-02T00:00:00.000Z')).toBe(1);
    expect(await verdicts.findRun('shop', 'r1')).toMatchObject({
      state: 'interrupted',
      finishedAt: '2026-01-02T00:00:00.000Z',
      tables: { current: [] },
      results: [{ table: 'shop.a' }],
    });
    expect(await verdicts.findRun('shop', 'r2')).toMatchObject({ state: 'finished' });
    expect(await verdicts.markInterrupted(now)).toBe(0);
  });

  it('forgets tables that are no longer watched, of this migration only', async () => {
    const { verdicts } = await start();
    for (const table of ['shop.a', 'shop.b']) await verdicts.saveChecksum('shop', aResult(table));
    await verdicts.saveChecksum('other', aResult('shop.b'));
    const { verdict, position, durationMs } = aResult('shop.b');
    const facts = { verdict, position, durationMs, differences: [], source: null, target: null, checkedAt: now };
    await verdicts.saveConsistency('shop', [{ ...facts, table: 'shop.b' }]);
    await verdicts.forgetTables('shop', ['shop.a']);
    expect((await verdicts.loadChecksums('shop')).map((result) => result.table)).toEqual(['shop.a']);
    expect(await verdicts.loadConsistency('shop')).toEqual([]);
    expect(await verdicts.loadChecksums('other')).toHaveLength(1);
  });

  it('keeps the last consistency result of 1,200 tables whose names differ in case and emoji only', async () => {
    const { verdicts } = await start();
    const names = Array.from({ length: 1198 }, (_, index) => `shop.t${index}`);
    const results = [...names, 'shop.T0', 'shop.😀'].map((table) => ({
      table,
      verdict: 'matched' as const,
      differences: [],
      source: null,
      target: null,
      position: null,
      checkedAt: now,
      durationMs: 1,
    }));
    await verdicts.saveConsistency('shop', results);
    expect(await verdicts.loadConsistency('shop')).toHaveLength(1200);
  });

  it('does not lose a plain write beside a transaction that is rolled back', async () => {
    const { connection, alerts } = await start();
    const doomed = connection.write(async (manager) => {
      await manager.insert(AlertEntity, anAlert('doomed'));
      await new Promise((done) => setImmediate(done));
      throw new Error('changed my mind');
    });
    const beside = alerts.save(anAlert('beside'));
    await expect(doomed).rejects.toThrow('changed my mind');
    await beside;
    expect((await alerts.loadOpen()).map((alert) => alert.id)).toEqual(['beside']);
  });

  it('carries out parallel writes and transactions, all of them', async () => {
    const { alerts, samples } = await start();
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await alerts.save(anAlert(`a${index}`));
        await samples.append('shop', aSample(index));
      }),
    );
    expect(await alerts.loadOpen()).toHaveLength(50);
    expect(await samples.loadSince('shop', 0)).toHaveLength(50);
  });

  it('pages newest first, and stays stable while alerts come and change between pages', async () => {
    const { alerts } = await start();
    for (let index = 0; index < 5; index += 1)
      await alerts.save(anAlert(`a${index}`, { activeAt: `2026-01-01T00:00:0${index === 2 ? 1 : index}.000Z` }));
    const query = { state: 'all', limit: 2 } as const;
    const first = await alerts.page(query);
    expect(first.alerts.map((alert) => alert.id)).toEqual(['a4', 'a3']);
    expect(first.total).toBe(5);
    await alerts.save(anAlert('late', { activeAt: '2026-01-01T00:01:00.000Z' }));
    await alerts.save(anAlert('a2', { activeAt: '2026-01-01T00:00:01.000Z', state: 'resolved', resolvedAt: now }));
    const second = await alerts.page({ ...query, cursor: first.nextCursor ?? '' });
    expect(second.alerts.map((alert) => alert.id)).toEqual(['a2', 'a1']);
    const third = await alerts.page({ ...query, cursor: second.nextCursor ?? '' });
    expect(third.alerts.map((alert) => alert.id)).toEqual(['a0']);
    expect(third.nextCursor).toBeNull();
    expect((await alerts.page({ state: 'resolved', limit: 9 })).alerts.map((alert) => alert.id)).toEqual(['a2']);
    expect((await alerts.page({ state: 'all', limit: 9, migration: 'nobody' })).total).toBe(0);
    await expect(alerts.page({ ...query, cursor: 'garbage' })).rejects.toMatchObject({ status: 400 });
  });

  it('prunes old samples, resolved alerts and runs, and never an open alert', async () => {
    const { alerts, samples, verdicts } = await start();
    await alerts.save(anAlert('open', { activeAt: '2020-01-01T00:00:00.000Z' }));
    await alerts.save(anAlert('old', { state: 'resolved', resolvedAt: '2020-01-01T00:00:00.000Z' }));
    await alerts.save(anAlert('new', { state: 'resolved', resolvedAt: now }));
    await samples.append('shop', aSample(1));
    await samples.append('shop', aSample(2));
    await verdicts.saveRun(aRun('r1'));
    expect(await alerts.prune(now)).toBe(1);
    expect(await samples.prune(2)).toBe(1);
    expect(await verdicts.pruneRuns(now)).toBe(0);
    expect((await alerts.page({ state: 'all', limit: 9 })).alerts.map((alert) => alert.id).sort()).toEqual([
      'new',
      'open',
    ]);
  });

  it('prunes by the configured retention', async () => {
    const { alerts, samples, verdicts, verifications } = await start();
    const hourMs = 3_600_000;
    const clock = new Clock();
    const config = { store: { url: '', historyHours: 1, alertRetentionDays: 1 } } as CutoverConfig;
    await samples.append('shop', aSample(clock.nowMs() - 2 * hourMs));
    await samples.append('shop', aSample(clock.nowMs()));
    await verdicts.saveRun(aRun('r1', { state: 'finished' }));
    const retention = new RetentionService(config, clock, samples, alerts, verdicts, verifications);
    expect(await retention.prune()).toEqual({ samples: 1, alerts: 0, runs: 1, comparisons: 0 });
  });

  it('moves a damaged file aside unchanged, says so, and starts a new one', async () => {
    const first = await start();
    await first.alerts.save(anAlert('a1'));
    await first.connection.close();
    const damaged = readFileSync(file);
    damaged.fill(7, 4096, 12_288);
    writeFileSync(file, damaged);

    const second = await start();
    expect(await second.alerts.loadOpen()).toEqual([]);
    const { storeNotice } = second.health.snapshot();
    const kept = `${file}.corrupt-2026-01-01T00-00-00-000Z`;
    expect(storeNotice).toContain(kept);
    expect(readFileSync(kept).equals(damaged)).toBe(true);
  });

  it('moves a file that is no database aside', async () => {
    mkdirSync(join(directory, 'deep', 'er'), { recursive: true });
    writeFileSync(file, 'this is a text, '.repeat(1000));
    const { health, samples } = await start();
    await samples.append('shop', aSample(1));
    expect(health.snapshot().storeNotice).toContain('corrupt-');
    expect(readdirSync(join(directory, 'deep', 'er')).some((name) => /sqlite\.corrupt-/.test(name))).toBe(true);
  });

  it('takes an empty file for a new store', async () => {
    mkdirSync(join(directory, 'deep', 'er'), { recursive: true });
    writeFileSync(file, '');
    const { health } = await start();
    expect(health.snapshot().storeNotice).toBeNull();
  });

  it('refuses a file that another process uses, and takes it when that one has ended', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({ code: 'STORE_IN_USE' });
    await first.connection.close();
    await expect(start()).resolves.toBeDefined();
  });

  it('says what to do when the path is a directory', async () => {
    mkdirSync(file, { recursive: true });
    await expect(start()).rejects.toMatchObject({ code: 'STORE_UNOPENABLE', message: expect.stringContaining(file) });
    expect(existsSync(file)).toBe(true);
  });

  it('says what to do when the parent is a file', async () => {
    writeFileSync(join(directory, 'deep'), '');
    await expect(start()).rejects.toMatchObject({ code: 'STORE_UNOPENABLE' });
  });

  it('refuses a store that a newer version has written', async () => {
    const first = await start();
    await first.connection.write((manager) =>
      manager.query("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Future9999999999999')"),
    );
    await first.connection.close();
    await expect(start()).rejects.toMatchObject({ code: 'STORE_NEWER' });
  });

  it('keeps samples and verdicts in memory while the disk is full, says so, and writes them afterwards', async () => {
    const { connection, health, samples, verdicts, alerts } = await start();
    const pages = async () => {
      const [row] = await connection.read((manager) => manager.query<{ page_count: number }[]>('PRAGMA page_count'));
      return row?.page_count ?? 0;
    };
    // SQLite's own limit makes it a full disk: one below the present size means the present size.
    await connection.read((manager) => manager.query('PRAGMA max_page_count = 1'));
    let atMs = 0;
    while (health.snapshot().isWorking && atMs < 5000) await samples.append('shop', aSample((atMs += 1)));
    expect(health.snapshot()).toMatchObject({
      isWorking: false,
      lastFault: { code: 'STORE_FULL', message: expect.stringContaining('Free some space') },
      waitingWrites: 1,
      lostWrites: 0,
    });
    await verdicts.saveChecksum('shop', aResult('shop.a'));
    await expect(alerts.save(anAlert('a'.repeat(60), { message: 'x'.repeat(20_000) }))).rejects.toMatchObject({
      code: 'STORE_FULL',
    });
    expect(await pages()).toBeGreaterThan(0);

    await connection.read((manager) => manager.query('PRAGMA max_page_count = 1000000'));
    await samples.append('shop', aSample((atMs += 1)));
    expect(health.snapshot()).toMatchObject({ isWorking: true, waitingWrites: 0, lostWrites: 0 });
    expect(await samples.loadSince('shop', 0)).toHaveLength(atMs);
    expect(await verdicts.loadChecksums('shop')).toHaveLength(1);
  });

  it('gives up a write that can never succeed instead of holding up the others', async () => {
    const { connection, health, samples } = await start();
    await connection.keep('nonsense', (manager) => manager.query('INSERT INTO nowhere VALUES (1)'));
    expect(health.snapshot()).toMatchObject({ waitingWrites: 0, lostWrites: 1, lastFault: { code: 'STORE_FAILED' } });
    await samples.append('shop', aSample(1));
    expect(await samples.loadSince('shop', 0)).toHaveLength(1);
  });

  it('rejects everything once it is closed', async () => {
    const { connection, alerts } = await start();
    await connection.close();
    await expect(alerts.loadOpen()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });
});

const asNobody = process.getuid?.() === 0 ? 65_534 : null;

describe('a store that may not be written', () => {
  it('is refused at start with what to do', async () => {
    const { chmodSync } = await import('node:fs');
    const directory = mkdtempSync(join(tmpdir(), 'cutover-store-'));
    const file = join(directory, 'cutover.sqlite');
    const first = new StoreConnection(await openStore(`sqlite:${file}`, now), new StoreHealth(), new Clock());
    await first.close();
    for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o444);
    chmodSync(directory, 0o555);
    // Permissions do not bind root, so root looks as somebody else.
    if (asNobody !== null) process.seteuid?.(asNobody);
    try {
      await expect(openStore(`sqlite:${file}`, now)).rejects.toMatchObject({
        code: 'STORE_READ_ONLY',
        message: expect.stringContaining('write permission'),
      });
    } finally {
      if (asNobody !== null) process.seteuid?.(0);
      chmodSync(directory, 0o755);
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
