/** The matched snapshot pair is not to be had here, and `message` says why and what would change it. */
export class SnapshotImpossible extends Error {}

/** Snapshots are possible here, and no two met: too much is written just now. */
export class SnapshotsMissed extends Error {}

/** The target did not reach a snapshot of the source in time: nothing was proved. */
export class TargetBehind extends Error {
  /** @param reason how far it is, and what to do: the end of a sentence */
  constructor(
    message: string,
    readonly reason: string,
  ) {
    super(message);
  }
}
