import type { DomainLag, Role } from '@cutover/contracts';
import type { StatementBounds, StatementRunnerLike } from './session/server-connection.js';

/** What a target has: applied from the source, and (where it keeps a binary log) written by itself. */
export interface TargetPosition {
  applied: string;
  /** MariaDB's gtid_binlog_state: the last transaction of every server in each domain of the target's binary log; null when unknown. */
  written: string | null;
  /** server_id of the target; null when unknown. */
  serverId: string | null;
  /** Its binary log holds what it applied too (log_slave_updates): otherwise all that stands there is its own. */
  logsApplied: boolean;
  /** The target ends replication rather than log a transaction out of order (gtid_strict_mode with log_slave_updates). */
  isStrict: boolean;
}

/** What a source has. */
export interface SourcePosition {
  position: string;
  /** As TargetPosition.written, of the source; null when unknown. */
  written: string | null;
}

/** Arithmetic on the positions of one engine. Pure; throws for text that is no position. */
export interface PositionMath {
  /** True when a server at `reached` has everything up to `wanted`. */
  hasReached(reached: string, wanted: string): boolean;
  /**
   * Domain by domain, what the target lacks and what it has of its own; empty where positions have no domains (PostgreSQL).
   * `usesCurrentPos`: when it connects, it asks for what comes after its own last write too (MariaDB, Using_Gtid: Current_Pos).
   */
  compare(source: SourcePosition, target: TargetPosition, usesCurrentPos?: boolean): DomainLag[];
  /** Transactions a position stands for, all domains together, or bytes of log (PostgreSQL); only differences of it mean anything. */
  count(position: string): bigint;
}

/** Positions of one engine: where a server is, and the arithmetic on it. It rejects as `query` does. */
export interface PositionCodec extends PositionMath {
  /**
   * What the source wrote, or the target applied. null: there is no such position (the binary log is off, replication is not
   * by GTID, nothing was replicated), or the account may not read it.
   */
  read(server: StatementRunnerLike, role: Role, bounds: StatementBounds): Promise<string | null>;
  /** As `read`, with all that `compare` can use. */
  readSource(source: StatementRunnerLike, bounds: StatementBounds): Promise<SourcePosition | null>;
  /** As `read`, with all that `compare` can use. */
  readTarget(target: StatementRunnerLike, bounds: StatementBounds): Promise<TargetPosition | null>;
}
