import type { ReplicaLag } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { PositionSample } from './lag-history.js';

/** Both servers of a migration. */
export interface ServerPair {
  source: ServerConnection;
  target: ServerConnection;
}

/** What a measurement needs beside the servers. */
export interface LagCycle {
  bounds: StatementBounds;
  /** Samples of the cycles before, oldest first. */
  history: readonly PositionSample[];
  /** The measurement before; null: this is the first. */
  previous: ReplicaLag | null;
  thresholdSeconds: number;
  /** UTC ISO text. */
  nowIso(): string;
  monotonicMs(): number;
}

/** One measurement, and what the next one needs to know. */
export interface LagMeasurement {
  lag: ReplicaLag;
  /** Monotonic milliseconds at which `lag` was measured. */
  atMs: number;
  history: PositionSample[];
}

/** How far a target is behind is read in another way from each engine. One implementation for each family: registry.ts. */
export interface LagDialect {
  /** Reads both servers. Never rejects: what cannot be read is null, with its reason. */
  measure(pair: ServerPair, cycle: LagCycle): Promise<LagMeasurement>;
}
