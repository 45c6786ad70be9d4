import type { ServerConnection, TableName } from '@cutover/databases';
import type { Clock } from '../../platform/clock.js';
import type { WaitOutcome } from '../../replication/replication-position.service.js';
import type { Patience } from '../patience.js';
import { HeldPair, type TakenPair } from './held-pair.js';
import type { MatchMemory } from './match-memory.js';
import { matchSnapshots, type MatchBounds, type Matching } from './match-snapshots.js';
import type { PairSessions, SnapshotDialect } from './snapshot-dialect.js';
import { SnapshotsMissed, TargetBehind } from './snapshot-failures.js';

/** What bounds the making of a pair. */
export interface PairBounds {
  /** How long the run still waits for the target. */
  patience: Patience;
  /** See MatchBounds. */
  waitForTarget: (position: string) => Promise<WaitOutcome>;
  signal: AbortSignal;
  /** The table that is read in the pair. */
  table?: TableName;
}

/**
 * A snapshot holds back purge on its server, and makes DDL on the tables it has read wait: no work begins on one that is
 * older. A new pair costs a few milliseconds. Every statement is bounded, so no pair lives for more than half a minute.
 */
export const longestAgeMs = 5_000;
/** The source's snapshot is held while the target is waited for; it has read no table by then. */
const longestWaitMs = 20_000;

/**
 * So long DDL on the table may wait while the target comes to the snapshot of the source; usually it is there within
 * milliseconds. For a target that takes longer, the table is not kept from DDL, and looked at when both snapshots stand.
 */
const longestLockedWaitMs = 500;

/** What makes pairs of one kind. */
export type PairOpener = Pick<SnapshotDialect, 'open' | 'startStopped'>;

/** Matched pairs: snapshots of the target are opened until one stands where the source's does. */
export class PairHolder extends HeldPair<PairSessions, PairBounds> {
  /** The target took too long for the last pair: the next one does not keep DDL waiting from the beginning. */
  private isTargetSlow = false;

  constructor(
    private readonly dialect: PairOpener,
    private readonly source: ServerConnection,
    private readonly target: ServerConnection,
    private readonly memory: MatchMemory,
    clock: Clock,
  ) {
    super(clock, longestAgeMs);
  }

  protected open(): Promise<PairSessions> {
    return this.dialect.open(this.source, this.target);
  }

  /** Rejects with TargetBehind, or as matchSnapshots. */
  protected async take(sessions: PairSessions, bounds: PairBounds): Promise<TakenPair> {
    const matching = await this.match(sessions, bounds);
    const { patience } = bounds;
    if (matching.kind === 'matched') patience.note(true);
    else {
      // Stopped replication is seen quickly, so it costs later tables no waiting.
      if (!matching.isStopped) patience.note(false);
      throw this.behind(matching);
    }
    const takenAtMs = this.clock.monotonicMs();
    const { source, target } = sessions;
    const { position } = matching;
    const doubt = (): Promise<string | null> => sessions.doubt?.() ?? Promise.resolve(null);
    try {
      return { source, target, position, takenAtMs, doubt, ...(await sessions.complete?.(bounds.table)) };
    } catch (error) {
      await sessions.release();
      throw error;
    }
  }

  protected override async bind(sessions: PairSessions, { table }: PairBounds): Promise<void> {
    if (table !== undefined) await sessions.bind?.(table);
  }

  /** Rejects at once while snapshots are known not to meet: see MatchMemory. */
  private async match(sessions: PairSessions, { patience, ...bounds }: PairBounds): Promise<Matching> {
    const { clock, memory } = this;
    const why = memory.resting();
    if (why !== null) throw new SnapshotsMissed(why);
    const waitMs = Math.min(patience.nextWaitMs(), longestWaitMs);
    const { attempts: mostAttempts } = memory;
    try {
      const matching = await this.matchLocked(sessions, { ...bounds, waitMs, mostAttempts, clock });
      if (matching.kind === 'matched') memory.noteMatched();
      return matching;
    } catch (error) {
      if (error instanceof SnapshotsMissed) memory.noteMissed(error.message);
      throw error;
    }
  }

  /** With the table kept from DDL where the target is there soon enough. */
  private async matchLocked(sessions: PairSessions, bounds: MatchBounds): Promise<Matching> {
    const { table, ...unlocked } = bounds;
    if (table !== undefined && !this.isTargetSlow && bounds.waitMs > longestLockedWaitMs) {
      const matching = await quickly(matchSnapshots(sessions, { ...bounds, waitMs: longestLockedWaitMs }));
      if (matching !== null) return matching;
    }
    const startMs = this.clock.monotonicMs();
    if (table !== undefined) await sessions.watch?.(table);
    const matching = await matchSnapshots(sessions, unlocked);
    this.isTargetSlow = this.clock.monotonicMs() - startMs > longestLockedWaitMs;
    return matching;
  }

  protected isOpen({ source, target }: PairSessions): boolean {
    return source.isOpen && target.isOpen;
  }

  protected hangUp(sessions: PairSessions): Promise<void> {
    return sessions.close();
  }

  private behind({ distance, position, isStopped }: Extract<Matching, { kind: 'behind' }>): TargetBehind {
    const behind = `the target is ${distance} behind ${position}`;
    const reason = isStopped
      ? `replication on the target is stopped, and ${behind}; ${this.dialect.startStopped}`
      : `${behind}, and did not reach it in time`;
    return new TargetBehind(`The target is ${distance} behind ${position}`, reason);
  }
}

/** What came of matching; null: it was not done in the time that it had. */
async function quickly(matching: Promise<Matching>): Promise<Matching | null> {
  try {
    const ended = await matching;
    return ended.kind === 'matched' || ended.isStopped ? ended : null;
  } catch (error) {
    if (error instanceof SnapshotsMissed) return null;
    throw error;
  }
}
