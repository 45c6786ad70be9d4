import type { WaitOutcome } from '../replication/replication-position.service.js';

/** Why a target that has not arrived proves nothing, and what to do. */
const lagReasons: Record<Exclude<WaitOutcome, 'reached'>, (waitedSeconds: string) => string> = {
  'not-reached': (waitedSeconds) =>
    `the target had not reached the source's position after ${waitedSeconds} s: let it catch up (see its lag), then compare again`,
  'replication-stopped': () =>
    "replication on the target was stopped before the source's position: if it still is, find out why in its replication status, start it (START SLAVE or START REPLICA), then compare again",
};

/** The sides differ and the target is behind. `targetPosition` null: unknown. */
export function laggingReason(
  outcome: Exclude<WaitOutcome, 'reached'>,
  waitedMs: number,
  position: string | null,
  targetPosition: string | null,
): string {
  const where = `source at ${position ?? 'unknown'}, target at ${targetPosition ?? 'unknown'}`;
  return `Not proved: the sides differ, but ${lagReasons[outcome](String(Math.round(waitedMs / 100) / 10))} (${where})`;
}

/** The sides differ and the source did not hold still. */
export function movingReason(rounds: number): string {
  return `Not proved: the table is being written; it changed between the readings in each of ${rounds} rounds. Compare it at a quieter time`;
}

/** The sides differ and nothing says how far the target is. */
export const noPositionReason =
  'Not proved: the sides differ, but the source has no GTID position to wait for, so the target may merely be behind: turn on the binary log and GTID on the source';
