import type { DomainLag } from '@cutover/contracts';
import type { PositionCodec, PositionMath } from '../../position.js';
import type { StatementBounds, StatementRunnerLike } from '../../session/server-connection.js';

/** What a target has: applied from the source, and (where it keeps a binary log) written by itself. */
export interface TargetPosition {
  applied: string;
  /** MariaDB's gtid_binlog_state: the last transaction of every server in each domain of the target's binary log; null when unknown. */
  written: string | null;
  /** Under what its own writes stand: server_id of the target, server_uuid with MySQL; null when unknown. */
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
  /** What it has applied itself, if it was ever a replica: without log_slave_updates its own log holds none of it. */
  applied?: string | null;
}

/** Arithmetic on GTIDs, which number the transactions of each domain. Pure; throws for text that is no position. */
export interface GtidMath extends PositionMath {
  /**
   * Domain by domain, what the target lacks and what it has of its own. `usesCurrentPos`: when it connects, it asks for
   * what comes after its own last write too (MariaDB, Using_Gtid: Current_Pos).
   */
  compare(source: SourcePosition, target: TargetPosition, usesCurrentPos?: boolean): DomainLag[];
}

/** GTID positions of one engine. What it reads needs no right. */
export interface GtidCodec extends PositionCodec, GtidMath {
  /** As `read`, with all that `compare` can use. */
  readSource(source: StatementRunnerLike, bounds: StatementBounds): Promise<SourcePosition | null>;
  /** As `read`, with all that `compare` can use. */
  readTarget(target: StatementRunnerLike, bounds: StatementBounds): Promise<TargetPosition | null>;
}
