import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Alert, ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { AlertStore } from '../../src/alerts/store/alert.store.js';
import { alertsPart } from '../../src/alerts/store/alerts-part.js';
import { backupsPart } from '../../src/backups/store/backups-part.js';
import { BackupConfigurationStore } from '../../src/backups/store/backup-configuration.store.js';
import { BackupStore } from '../../src/backups/store/backup.store.js';
import { checksumPart } from '../../src/checksum/store/checksum-part.js';
import { VerdictStore } from '../../src/checksum/store/verdict.store.js';
import { VerificationStore } from '../../src/checksum/store/verification.store.js';
import { consistencyPart } from '../../src/consistency/store/consistency-part.js';
import { ConsistencyStore } from '../../src/consistency/store/consistency.store.js';
import { lagPart } from '../../src/lag/store/lag-part.js';
import { SampleStore, type LagSample } from '../../src/lag/store/sample.store.js';
import { freezeProofPart } from '../../src/freeze-proof/store/freeze-proof-part.js';
import { pairHistoryPart } from '../../src/pair-history/store/pair-history-part.js';
import { readinessPart } from '../../src/readiness/store/readiness-part.js';
import { TimelineStore } from '../../src/readiness/store/timeline.store.js';
import { Clock } from '../../src/platform/clock.js';
import { reportPart } from '../../src/report/store/report-part.js';
import { openStore } from '../../src/store/open-store.js';
import { StoreConnection } from '../../src/store/store-connection.js';
import { StoreHealth } from '../../src/store/store-health.js';
import { WaiverStore } from '../../src/waivers/store/waiver.store.js';
import { waiversPart } from '../../src/waivers/store/waivers-part.js';
import { at, checksum } from './some-evidence.js';

/** The part of every capability. */
export const allParts = [
  ...[pairHistoryPart, lagPart, checksumPart, consistencyPart, freezeProofPart],
  ...[waiversPart, alertsPart, readinessPart, reportPart, backupsPart],
];

/** A directory of its own for a SQLite store, opened as often as a test wants. `end` closes and removes it all. */
export class StoreStage {
  readonly root = mkdtempSync(join(tmpdir(), 'cutover-store-'));
  private readonly opened: StoreConnection[] = [];
  readonly file = join(this.root, 'deep', 'er', 'cutover.sqlite');
  readonly directory = dirname(this.file);

  /** Rejects with StoreFault, as openStore does. */
  async open() {
    const health = new StoreHealth();
    const connection = new StoreConnection(await openStore(`sqlite:${this.file}`, at, allParts), health, new Clock());
    this.opened.push(connection);
    return {
      connection,
      health,
      alerts: new AlertStore(connection),
      samples: new SampleStore(connection),
      verdicts: new VerdictStore(connection),
      verifications: new VerificationStore(connection),
      consistency: new ConsistencyStore(connection),
      backups: new BackupStore(connection),
      configurations: new BackupConfigurationStore(connection),
      waivers: new WaiverStore(connection),
      timeline: new TimelineStore(connection),
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
    ...{ atMs, seconds: 0, atLeastSeconds: null, transactionsBehind: 4, notReceivedBytes: null, state: 'applying' },
    notAppliedBytes: 9_007_199_254_740_991,
    ...change,
  };
}
