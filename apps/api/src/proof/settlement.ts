import type { WaitOutcome } from '../replication/replication-position.service.js';

/** Both sides as they were read last, at most one statement apart. */
export interface BothReadings<Reading> {
  source: Reading;
  target: Reading;
}

/**
 * What the comparison of both sides came to. `position` is a position of the source; null: it has none. For `matched`
 * the source was read at this position or later. For all others it is the position that the target had to pass.
 */
export type Settlement<Reading, Aspect extends string> =
  | ProvedSettlement<Reading, Aspect>
  | (BothReadings<Reading> & { position: string | null } &
      /** They differ, and the target has not reached the position of the source. */
      (
        | { kind: 'lagging'; aspects: readonly Aspect[]; outcome: Exclude<WaitOutcome, 'reached'>; waitedMs: number }
        /** They differ, and the source moved between its readings every time. */
        | { kind: 'moving'; aspects: readonly Aspect[]; rounds: number }
        /** They differ, and the source has no position to wait for: nothing can be proved. */
        | { kind: 'no-position'; aspects: readonly Aspect[]; rounds: number }
      ));

/** The two outcomes that are proofs. */
export type ProvedSettlement<Reading, Aspect extends string> = BothReadings<Reading> & { position: string | null } & (
    | { kind: 'matched' }
    /** The target had passed the source's position and differed from a source that had not moved, twice in a row. */
    | { kind: 'diverged'; aspects: readonly Aspect[] }
  );

/** How the procedure reads and waits. When one of these calls rejects, the procedure rejects too. */
export interface SettleReads<Reading, Aspect extends string> {
  /** Reads one side. A table that is not there is a reading, not an error. */
  readSource(): Promise<Reading>;
  readTarget(): Promise<Reading>;
  /** Both sides at the same time; neither is left running when the other fails. */
  readBoth(): Promise<BothReadings<Reading>>;
  /** Aspects in which the two differ. Only an empty list is called matched. */
  differing(source: Reading, target: Reading): readonly Aspect[];
  /** Aspects in which the source changed between two readings of its own: nothing is proved about them. */
  moved(before: Reading, after: Reading): readonly Aspect[];
  sourcePosition(): Promise<string | null>;
  /** Waits until the target has passed the position. `waitedMs` is the longest time it waited, for the reason. */
  waitForTarget(position: string): Promise<{ outcome: WaitOutcome; waitedMs: number }>;
  /** A short, jittered pause before round `round` + 1; rejects when cancelled. */
  pause(round: number): Promise<void>;
}
