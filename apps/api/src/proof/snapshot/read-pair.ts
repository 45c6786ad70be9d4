import type { Role } from '@cutover/contracts';
import { readTogether } from '../read-pair.js';
import type { BothReadings } from '../settlement.js';
import type { SnapshotPair } from './pair-holder.js';

/** Bounds of the statements of one table. */
export interface ReadBounds {
  timeoutMs: number;
  signal: AbortSignal;
}

/** The rows that one statement answers in both snapshots, read at the same time. Rejects with SideUnreadable. */
export function readPair(pair: SnapshotPair, sql: string, bounds: ReadBounds): Promise<BothReadings<object[]>> {
  return readTogether((role, signal) => readRole(pair, role, sql, { ...bounds, signal }), bounds.signal);
}

/** The rows that one statement answers in the snapshot of one side. Rejects as DedicatedSession does. */
export function readRole(pair: SnapshotPair, role: Role, sql: string, bounds: ReadBounds): Promise<object[]> {
  return pair[role].query<object>(sql, [], bounds);
}
