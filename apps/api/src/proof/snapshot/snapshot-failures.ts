/** No pair of matched snapshots can be made here. `message` says why, and what would change it. */
export class SnapshotImpossible extends Error {}

/** The target does not say where its snapshots stand. Where the engine has brackets, they need not know. */
export class PositionHidden extends SnapshotImpossible {}

/**
 * A table of this name may have been changed, replaced or renamed on the source after the snapshot that is to show it: the
 * snapshot would show the rows of another table, or not all rows. A new pair of snapshots shows it.
 */
export class TableChanged extends Error {}

/** Snapshots are possible here, but no two of them met: too much is being written. */
export class SnapshotsMissed extends Error {}

/** Both sides show something else, which here proves nothing. `message` says why. Another mode can prove it. */
export class DifferenceDoubtful extends Error {}

/** The target did not reach the snapshot of the source in time: nothing was proved. */
export class TargetBehind extends Error {
  /** @param reason how far it is, and what to do: the end of a sentence */
  constructor(
    message: string,
    readonly reason: string,
  ) {
    super(message);
  }
}
