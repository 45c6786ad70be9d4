import type { ServerConnection } from '@cutover/databases';
import type { Clock } from '../../platform/clock.js';
import type { WaitOutcome } from '../../replication/replication-position.service.js';
import type { Patience } from '../patience.js';
import { closeAll } from './dedicated-sessions.js';
import { HeldPair, type TakenPair } from './held-pair.js';
import type { MatchMemory } from './match-memory.js';
import { matchSnapshots, type Matching } from './match-snapshots.js';
import type { PairSessions, SnapshotDialect } from './snapshot-dialect.js';
import { SnapshotsMissed, TargetBehind } from './snapshot-failures.js';

/** What bounds the making of a pair. */
export interface PairBounds {
  /** How long the run still waits for the target. */
  patience: Patience;
  /** See MatchBounds. */
  waitForTarget: (position: string) => Promise<WaitOutcome>;
  signal: AbortSignal;
}

/**
 * A snapshot holds back purge on its server, and makes DDL on the tables it has read wait: no work begins on one that is
 * older. A new pair costs a few milliseconds. Every statement is bounded, so no pair lives for more than half a minute.
 */
export const longestAgeMs = 5_000;
/** The source's snapshot is held while the target is waited for; it has read no table by then. */
const longestWaitMs = 20_000;

/** Matched pairs: snapshots of the target are opened until one stands where the source's does. */
export class PairHolder extends HeldPair<PairSessions, PairBounds> {
  constructor(
    private readonly dialect: SnapshotDialect,
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
    return { source, target, position, takenAtMs, ...(await sessions.complete?.()) };
  }

  private async match(sessions: PairSessions, { patience, waitForTarget, signal }: PairBounds): Promise<Matching> {
    const { clock, memory } = this;
    const why = memory.resting();
    if (why !== null) throw new SnapshotsMissed(why);
    const waitMs = Math.min(patience.nextWaitMs(), longestWaitMs);
    const { attempts: mostAttempts } = memory;
    try {
      const matching = await matchSnapshots(sessions, { waitMs, mostAttempts, waitForTarget, clock, signal });
      if (matching.kind === 'matched') memory.noteMatched();
      return matching;
    } catch (error) {
      if (error instanceof SnapshotsMissed) memory.noteMissed(error.message);
      throw error;
    }
  }

  protected isOpen({ source, target }: PairSessions): boolean {
    return source.isOpen && target.isOpen;
  }

  protected hangUp({ source, target }: PairSessions): Promise<void> {
    return closeAll({ source, target });
  }

  private behind({ distance, position, isStopped }: Extract<Matching, { kind: 'behind' }>): TargetBehind {
    const behind = `the target is ${distance} behind ${position}`;
    const reason = isStopped
      ? `replication on the target is stopped, and ${behind}; ${this.dialect.startStopped}`
      : `${behind}, and did not reach it in time`;
    return new TargetBehind(`The target is ${distance} behind ${position}`, reason);
  }
}
