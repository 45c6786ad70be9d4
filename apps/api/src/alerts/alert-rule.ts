import type {
  AlertType,
  ChecksumResult,
  ConnectionStatus,
  ConsistencyResult,
  ReplicaLag,
  Severity,
} from '@cutover/contracts';
import type { TableCatalog } from '../tables/tables.service.js';

/** All that rules judge from: the watchers' snapshots of one migration, taken at one moment. */
export interface MigrationSnapshot {
  migration: string;
  /** Wall time in milliseconds; for texts ("for 12 s") only, because it may jump. */
  nowMs: number;
  connection: ConnectionStatus;
  /** null: never measured yet. */
  lag: ReplicaLag | null;
  checksums: readonly ChecksumResult[];
  consistency: readonly ConsistencyResult[];
  /** null: tables were not discovered yet. */
  catalog: TableCatalog | null;
}

/** A condition that deserves an alert. */
export interface Finding {
  /** What exactly: source, target, a channel, a table. At most 255 characters. */
  subject: string;
  severity: Severity;
  message: string;
  /** What to do next. */
  action: string;
  /** Names the sample this was seen in: the same sample judged twice is one occurrence. */
  evidence: string;
}

/**
 * What is true of a subject that no finding names. `unknown` neither confirms nor resolves an alert. `explained`: another
 * alert names the cause and says what follows from it, so that none of this type may begin or stay open beside it.
 */
export type Quiet = { kind: 'good'; evidence: string } | { kind: 'unknown' } | { kind: 'explained' };

/** Outcome of one rule. */
export interface RuleReading {
  findings: Finding[];
  /** Asked for the subjects of open alerts that no finding names. */
  otherwise(subject: string): Quiet;
}

/** When an alert of a rule fires and resolves. */
export interface AlertPolicy {
  /** `configured`: after `alerts.holdSeconds`. `none`: a proven fact fires at once. */
  hold: 'configured' | 'none';
  /** `configured`: after `alerts.resolveSamples` good samples. `at-once`: one proof to the contrary is enough. */
  resolve: 'configured' | 'at-once';
  /** Different bad samples needed before it fires. */
  minSamples: number;
}

/** One rule: a pure function from a snapshot to findings. All alerts of one type come from one rule. */
export interface AlertRule {
  type: AlertType;
  policy: AlertPolicy;
  judge(snapshot: MigrationSnapshot): RuleReading;
}

/** For what may pass by itself: lag, connections, replication threads. */
export const passing: AlertPolicy = { hold: 'configured', resolve: 'configured', minSamples: 1 };

/** For what was proved by a comparison or by the server's own answer. */
export const proven: AlertPolicy = { hold: 'none', resolve: 'at-once', minSamples: 1 };

/** Nothing can be said at the moment. */
export const nothingKnown: RuleReading = { findings: [], otherwise: () => ({ kind: 'unknown' }) };
