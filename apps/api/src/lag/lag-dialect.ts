import type { ReplicaLag } from '@cutover/contracts';
import type { ServerConnection, StatementBounds, StatementRunnerLike } from '@cutover/databases';
import type { NotBuilt } from '../failures/not-built.js';
import type { HeartbeatDialect } from './heartbeat/heartbeat-dialect.js';
import type { LogicalReplicationDialect } from './logical-replication/logical-replication-dialect.js';
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
  /** What the servers told before; null: this is the first measurement. */
  memory: LagMemory | null;
  thresholdSeconds: number;
  /** UTC ISO text. */
  nowIso(): string;
  monotonicMs(): number;
}

/** What a dialect compares from one measurement to the next and does not show, by names of its own. */
export type Marks = Readonly<Record<string, string>>;

/** What the next measurement is compared with. */
export interface LagMemory {
  /** The last measurement; what a server did not tell in it stands here as it told it last: an outage forgets nothing. */
  lag: ReplicaLag;
  marks: Marks;
}

/** One measurement, and what the next one needs to know. */
export interface LagMeasurement {
  lag: ReplicaLag;
  memory: LagMemory;
  /** Monotonic milliseconds at which `lag` was measured. */
  atMs: number;
  history: PositionSample[];
}

/** How far a target is behind is read in another way from each engine. One implementation for each family: registry.ts. */
export interface LagDialect {
  /** Reads both servers. Never rejects: what cannot be read is null, with its reason. */
  measure(pair: ServerPair, cycle: LagCycle): Promise<LagMeasurement>;
  /** Where there is none, the configuration refuses one. */
  readonly heartbeat: HeartbeatDialect | NotBuilt;
  /** What must be set on the source before it can be replicated from at all; null: nothing must. Rejects as `query`. */
  sourceObstacle(query: StatementRunnerLike['query'], isRds: boolean): Promise<string | null>;
  /** null: the engine has none. */
  readonly logicalReplication: LogicalReplicationDialect | null;
}
