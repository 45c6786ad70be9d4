import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Alert, ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { Clock } from '../../src/platform/clock.js';
import { AlertStore } from '../../src/store/alert.store.js';
import { openStore } from '../../src/store/open-store.js';
import { SampleStore, type LagSample } from '../../src/store/sample.store.js';
import { StoreConnection } from '../../src/store/store-connection.js';
import { StoreHealth } from '../../src/store/store-health.js';
import { VerdictStore } from '../../src/store/verdict.store.js';
import { VerificationStore } from '../../src/store/verification.store.js';
import { at, checksum } from './migration-snapshot.js';

/** A directory of its own for a SQLite store, opened as often as a test wants. `end` closes and removes it all. */
export class StoreStage {
  readonly root = mkdtempSync(join(tmpdir(), 'cutover-store-'));
  private readonly opened: StoreConnection[] = [];
  readonly file = join(this.root, 'deep', 'er', 'cutover.sqlite');
  readonly directory = dirname(this.file);

  /** Rejects with StoreFault, as openStore does. */
  async open() {
    const health = new StoreHealth();
    const connection = new StoreConnection(await openStore(`sqlite:${this.file}`, at), health, new Clock());
    this.opened.push(connection);
    return {
      connection,
      health,
      alerts: new AlertStore(connection),
      samples: new SampleStore(connection),
      verdicts: new VerdictStore(connection),
      verifications: new VerificationStore(connection),
    };
  }

  async end(): Promise<void> {
    await Promise.all(this.opened.splice(0).map((connection) => connection.close()));
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function anAlert(id: string, change: Partial<Alert> = {}): Alert {
  return {
    ...{ id, type: 'lag_threshold', severity: 'WARNING', migration: 'shop', subject: 'target', state: 'firing' },
    ...{ message: 'behind 😀', action: 'wait', activeAt: at, firedAt: at, resolvedAt: null },
    ...{ acknowledgedAt: null, acknowledgedBy: null, occurrences: 3 },
    ...change,
  };
}

/** A proved table; its row count is more than a double holds. */
export function aResult(table: string): ChecksumResult {
  return checksum(table, 'matched', { position: '0-1-5', sourceDigest: '1', sourceRows: '18446744073709551615' });
}

export function aRun(id: string, change: Partial<ChecksumRun> = {}): ChecksumRun {
  return {
    ...{ id, migration: 'shop', trigger: 'request', mode: 'snapshot', state: 'running', verdict: null, reason: null },
    ...{ tables: { total: 2, done: 1, current: ['shop.b'] }, results: [aResult('shop.a')] },
    verdicts: { matched: 1, lagging: 0, diverged: 0, unverified: 0 },
    ...{ startedAt: at, finishedAt: null },
    ...change,
  };
}

export function aSample(atMs: number, change: Partial<LagSample> = {}): LagSample {
  return {
    ...{ atMs, seconds: 0, transactionsBehind: 4, notReceivedBytes: null, state: 'applying' },
    notAppliedBytes: 9_007_199_254_740_991,
    ...change,
  };
}
