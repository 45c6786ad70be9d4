import type { Role } from '@cutover/contracts';
import type { StatementBounds, StatementRunnerLike } from './session/server-connection.js';

/** Arithmetic on the positions of one engine. Pure; throws for text that is no position. */
export interface PositionMath {
  /** True when a server at `reached` has everything up to `wanted`. */
  hasReached(reached: string, wanted: string): boolean;
  /** Transactions a position stands for, all domains together, or bytes of log (PostgreSQL); only differences of it mean anything. */
  count(position: string): bigint;
}

/** Both sides: some engines know of the target only on the source. */
export type BothServers = Readonly<Record<Role, StatementRunnerLike>>;

/** Positions of one engine: where a server is, and the arithmetic on it. */
export interface PositionCodec extends PositionMath {
  /**
   * What the source wrote, or the target applied. null: there is no such position (the binary log is off, replication is not
   * by GTID, nothing was replicated), or the account may not read it. What the target applied shows in whatever is read of it
   * afterwards. Rejects as `query` does.
   */
  read(servers: BothServers, role: Role, bounds: StatementBounds): Promise<string | null>;
}
