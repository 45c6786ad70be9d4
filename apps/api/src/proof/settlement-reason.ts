import type { WaitOutcome } from '../replication/replication-position.service.js';
import type { ProofAdvice } from './proof-dialect.js';

/** Why a target that has not reached the position proves nothing, and what to do. */
const lagReasons: Record<Exclude<WaitOutcome, 'reached'>, (waitedSeconds: string, advice: ProofAdvice) => string> = {
  'not-reached': (waitedSeconds) =>
    `the target had not reached the source's position after ${waitedSeconds} s: let it catch up (see its lag), then compare again`,
  'replication-stopped': (_, { startReplication }) =>
    `replication on the target was stopped before the source's position: if it still is, find out why in its replication status, ${startReplication}, then compare again`,
};

/** How the wait for the target ended. */
interface Wait {
  outcome: Exclude<WaitOutcome, 'reached'>;
  waitedMs: number;
  position: string | null;
}

/** The reason for lagging. `targetPosition` null: unknown. */
export function laggingReason(
  { outcome, waitedMs, position }: Wait,
  targetPosition: string | null,
  advice: ProofAdvice,
): string {
  const waitedSeconds = String(Math.round(waitedMs / 100) / 10);
  const where = `source at ${position ?? 'unknown'}, target at ${targetPosition ?? 'unknown'}`;
  return `Not proved: the sides differ, but ${lagReasons[outcome](waitedSeconds, advice)} (${where})`;
}

/** The reason for unverified where the source was being written. */
export function movingReason(rounds: number): string {
  return `Not proved: the table is being written; it changed between the readings in each of ${rounds} rounds. Compare it at a quieter time`;
}

/** The reason for unverified where the source has no position to wait for. */
export function noPositionReason({ sourceHasNoPosition }: ProofAdvice): string {
  return `Not proved: the sides differ, but ${sourceHasNoPosition}`;
}
