import type { Role } from '@cutover/contracts';
import type { ServerConnection, StatementBounds, TimedReading } from '@cutover/databases';
import type { LeavingOut } from '../evidence/leaving-out.js';
import type { PassingOver } from '../evidence/passing-over.js';
import type { Facts, Happening, PairLook, SideLook } from './pair-look.js';

/** What one side answers; the time is added by whoever asked. */
export type SideAnswer = Omit<SideLook, 'at'>;

/** How a side is looked at. */
export interface LookRequest {
  bounds: StatementBounds;
  /** What it said last; null: it was never seen. */
  before: Facts | null;
  /** What was read for another database of the server counts if that was begun less than so many ms ago. */
  freshMs: number;
}

/** Between two looks at the same server. */
export interface LookPair {
  before: Facts;
  after: Facts;
}

/** Everything that differs by engine in seeing what happened to a pair. One implementation for each family: dialects/registry.ts. */
export interface PairHistoryDialect {
  /**
   * Looks at one side, with the rights that monitoring has anyway. The age of the answer is 0 where it was asked for now, and more where
   * it was read for another database of the server. Rejects as the connection does.
   */
  look: Readonly<Record<Role, (server: ServerConnection, request: LookRequest) => Promise<TimedReading<SideAnswer>>>>;
  /**
   * Pure: the target's facts with those of earlier looks that are still needed. `before` may be of another server. `source`: what
   * the source said right after the target; null: it did not answer.
   */
  remember(before: Facts | null, now: Facts, source: Facts | null): Facts;
  /** Pure: settings of either side by which writes of the source do not get to the target. */
  leavingOut(look: PairLook): readonly LeavingOut[];
  /** Pure: settings of the target by which its replication passes over errors, as they are now. */
  passingOver(look: PairLook): readonly PassingOver[];
  /** Pure: transactions of the target that its source never had, each as a GTID. A new one is told by `onTarget`. */
  ownTransactions(look: PairLook): readonly string[];
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
