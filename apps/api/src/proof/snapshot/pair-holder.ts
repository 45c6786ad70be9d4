import type { DedicatedSession, ServerConnection } from '@cutover/databases';
import type { Clock } from '../../platform/clock.js';
import type { WaitOutcome } from '../../replication/replication-position.service.js';
import type { Patience } from '../patience.js';
import { closeAll } from './dedicated-sessions.js';
import { matchSnapshots, type Matching } from './match-snapshots.js';
import type { PairSessions, RowsApart, SnapshotDialect } from './snapshot-dialect.js';
import { TargetBehind } from './snapshot-failures.js';

/** Two snapshots of one database at one moment. */
export interface SnapshotPair {
  source: DedicatedSession;
  target: DedicatedSession;
  /** Position of both, as results show it. */
  position: string;
  /** Absent: both show every row as it is at the position. */
  apart?: RowsApart;
}

export interface PairBounds {
  /** How long the run still waits for the target. */
  patience: Patience;
  /** See MatchBounds. */
  waitForTarget: (position: string) => Promise<WaitOutcome>;
  signal: AbortSignal;
}

/**
 * A snapshot holds back purge on its server, and makes DDL on the tables it has read wait: no work begins on one that is
 * older. A new pair costs a few milliseconds.
 */
export const longestAgeMs = 5_000;
/** The source's snapshot is held while the target is waited for; it has read no table by then. */
const longestWaitMs = 20_000;

/**
 * One worker's pair: opened when it is needed, renewed when it has grown old, reused for the next chunk of
 * its table until then. Every statement is bounded, so no pair lives for more than half a minute.
 */
export class PairHolder {
  private sessions: PairSessions | null = null;
  private pair: SnapshotPair | null = null;
  private takenAtMs = 0;

  constructor(
    private readonly dialect: SnapshotDialect,
    private readonly source: ServerConnection,
    private readonly target: ServerConnection,
    private readonly clock: Clock,
  ) {}

  /** A pair that is young enough to begin with. Rejects with TargetBehind, SnapshotImpossible, or as the connections do. */
  async current({ patience, waitForTarget, signal }: PairBounds): Promise<SnapshotPair> {
    const isUsable = this.pair !== null && this.pair.source.isOpen && this.pair.target.isOpen;
    if (this.pair !== null && isUsable && this.clock.monotonicMs() - this.takenAtMs < longestAgeMs) return this.pair;
    await this.release();
    const sessions = await this.connected();
    const waitMs = Math.min(patience.nextWaitMs(), longestWaitMs);
    const matching = await matchSnapshots(sessions, { waitMs, waitForTarget, clock: this.clock, signal });
    if (matching.kind === 'matched') patience.note(true);
    else {
      // Stopped replication is seen quickly, so it costs later tables no waiting.
      if (!matching.isStopped) patience.note(false);
      throw this.behind(matching);
    }
    this.takenAtMs = this.clock.monotonicMs();
    const { source, target } = sessions;
    const { position } = matching;
    this.pair = { source, target, position, ...(await sessions.complete?.()) };
    return this.pair;
  }

  /** Lets go of the snapshots, not of the connections. For pauses, and before a table whose definition is newer. Never rejects. */
  async release(): Promise<void> {
    this.pair = null;
    await this.sessions?.release().catch(() => this.close());
  }

  /** Hangs up. Never rejects. */
  async close(): Promise<void> {
    const { sessions } = this;
    this.sessions = null;
    this.pair = null;
    if (sessions) await closeAll({ source: sessions.source, target: sessions.target });
  }

  private behind({ distance, position, isStopped }: Extract<Matching, { kind: 'behind' }>): TargetBehind {
    const behind = `the target is ${distance} behind ${position}`;
    const reason = isStopped
      ? `replication on the target is stopped, and ${behind}; ${this.dialect.startStopped}`
      : `${behind}, and did not reach it in time`;
    return new TargetBehind(`The target is ${distance} behind ${position}`, reason);
  }

  private async connected(): Promise<PairSessions> {
    if (this.sessions?.source.isOpen && this.sessions.target.isOpen) return this.sessions;
    await this.close();
    this.sessions = await this.dialect.open(this.source, this.target);
    return this.sessions;
  }
}
