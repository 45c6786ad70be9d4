import type { DedicatedSession, ServerConnection } from '@cutover/databases';
import { logEndBefore, readLsn } from '@cutover/databases/postgres';
import {
  appliedStatement,
  beginSnapshot,
  confirmedStatement,
  type ConfirmedRow,
  insertPositionStatement,
  snapshotStatement,
} from './statements.js';
import { appliedOf, requireAppliedPosition, type Applied, type FollowedSubscription } from './subscriptions.js';
import { openExactSnapshot, type TargetSnapshot } from './target-snapshot.js';

const lookMs = 10_000;

/** The connections of a pair, and those beside it. */
export interface TargetSides {
  target: DedicatedSession;
  servers: Readonly<Record<'source' | 'target', ServerConnection>>;
}

/** How it is known what a snapshot of the target holds. */
export interface TargetReader {
  /** Rejects with SnapshotImpossible where the account may not see it. */
  require(target: ServerConnection): Promise<void>;
  /** Up to where each subscription has applied at least; without those that are not there any more. */
  readApplied(sides: TargetSides, subscriptions: readonly FollowedSubscription[]): Promise<Applied>;
  /** Opens a snapshot. Rejects with SnapshotsMissed, or as the sessions do. */
  open(sides: TargetSides, subscriptions: readonly FollowedSubscription[]): Promise<TargetSnapshot>;
}

/** By the positions that the target keeps: a snapshot that holds exactly what was committed up to there. */
export const exactReader: TargetReader = {
  require: requireAppliedPosition,
  readApplied: async ({ target }) => {
    const [, rows] = await target.batch(['ROLLBACK', appliedStatement], { timeoutMs: lookMs });
    return appliedOf(rows);
  },
  open: ({ target }, subscriptions) => openExactSnapshot(target, subscriptions),
};

/**
 * From the source alone, where the target gives nothing but SELECT. A snapshot holds at least what the target had confirmed to the
 * source before, and nothing that the source had not written by the end of its log right afterwards.
 */
export const bracketReader: TargetReader = {
  require: () => Promise.resolve(),
  readApplied: readConfirmed,
  open: async (sides, subscriptions) => {
    const applied = await readConfirmed(sides, subscriptions);
    await sides.target.batch(['ROLLBACK', beginSnapshot, snapshotStatement], { timeoutMs: lookMs });
    const { source } = sides.servers;
    const [end] = await source.query<{ lsn: string }>(insertPositionStatement, [], { timeoutMs: lookMs });
    return { applied, upTo: logEndBefore(readLsn(end?.lsn ?? '')), prepared: [] };
  },
};

/** What a subscription says that it has applied, every snapshot of the target then shows. */
async function readConfirmed(
  { servers }: TargetSides,
  subscriptions: readonly FollowedSubscription[],
): Promise<Applied> {
  const slots = subscriptions.map(({ slot }) => slot);
  const rows = await servers.source.query<ConfirmedRow>(confirmedStatement, [slots], { timeoutMs: lookMs });
  const bySlot = new Map(rows.map(({ name, confirmed }) => [name, confirmed === null ? 0n : readLsn(confirmed)]));
  return new Map(
    subscriptions.flatMap(({ slot, origin }) => (bySlot.has(slot) ? [[origin, bySlot.get(slot) ?? 0n]] : [])),
  );
}
