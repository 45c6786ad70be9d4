import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { Facts, Happening, SideLook } from './pair-look.js';

/** What one side answers; the time is added by whoever asked. */
export type SideAnswer = Omit<SideLook, 'at'>;

/** Between two looks at the same server. */
export interface LookPair {
  before: Facts;
  after: Facts;
}

/** Everything that differs by engine in seeing what happened to a pair. One implementation for each family: dialects/registry.ts. */
export interface PairHistoryDialect {
  /** Reads one side with the rights that monitoring has anyway. Rejects as the connection does. */
  look: Readonly<
    Record<'source' | 'target', (server: ServerConnection, bounds: StatementBounds) => Promise<SideAnswer>>
  >;
  /**
   * Pure: the target's facts with those of earlier looks that are still needed, and with what only both sides together tell.
   * `before` may be of another server. `source`: looked at right after the target; null: it did not answer.
   */
  remember(before: Facts | null, now: Facts, source: Facts | null): Facts;
  /**
   * Pure: true when the target itself proves that its replication was neither stopped nor started between two looks, so that
   * nothing was left out, however long nobody looked.
   */
  isUntouched(looks: LookPair): boolean;
  /** Pure: what happened to the source between two looks at it, after which earlier proofs count no more; null: nothing. */
  onSource(looks: LookPair): Happening | null;
  /**
   * Pure: the same of the target and its replication. `mayStopReplication`: a comparison of ours may do so (a barrier), which
   * is no sign of anything.
   */
  onTarget(looks: LookPair, mayStopReplication: boolean): Happening | null;
}
