import type { ServerConnection, SourcePosition, StatementBounds, TargetPosition } from '@cutover/databases';
import type { BinlogPlace, ChannelStatus } from '@cutover/databases/mysql-family';
import type { Finding } from './finding.js';

/** What the target tells in one cycle. */
export interface TargetFacts {
  /** Empty: replication is not configured. */
  channels: Finding<ChannelStatus[]>;
  /** null: the target never replicated by GTID. */
  position: Finding<TargetPosition | null>;
}

/** What the source tells in one cycle. */
export interface SourceFacts {
  /** null: no GTID, or the binary log is off. */
  position: Finding<SourcePosition | null>;
  /** End of the binary log; null: the binary log is off. */
  binlog: Finding<BinlogPlace | null>;
}

/** The statements of one engine. Nothing here rejects. */
export interface LagSource {
  readTarget(target: ServerConnection, bounds: StatementBounds): Promise<TargetFacts>;
  readSource(source: ServerConnection, bounds: StatementBounds): Promise<SourceFacts>;
}
