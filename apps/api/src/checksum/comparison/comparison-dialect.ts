import type { Role } from '@cutover/contracts';
import type { ServerConnection, StatementRunnerLike, TableName } from '@cutover/databases';
import type { WatchedTable } from '../../tables/tables.service.js';
import type { LoadDialect } from '../load/load-dialect.js';
import type { RepairDialect } from '../repair/repair-dialect.js';
import type { BarrierDialect } from './barrier/barrier-dialect.js';
import type { ComparedDefinitions } from './prove-definitions.js';
import type { DdlDialect } from './ddl-watch.js';
import type { TablePlan } from './table-plan.js';

/**
 * Everything that differs by engine in comparing and repairing rows. One implementation for each family of engines:
 * ../dialects/registry.ts. How snapshots are matched differs too: that is in the dialect of proof/.
 */
export interface ComparisonDialect {
  /**
   * Why rows of this engine are not compared at all, and what to do; null: they are. Asked before all else: where it
   * answers, no other part of this dialect is used, and every table is unverified for this reason.
   */
  obstacle(): string | null;
  /** The server's guess of the rows of each table of these databases, for a progress bar. Rejects as the connection does. */
  estimateRows(
    server: StatementRunnerLike,
    databases: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly RowEstimate[]>;
  /** The server's guess of the bytes of one table; null: it does not say. Rejects as the connection does. */
  estimateBytes(server: StatementRunnerLike, table: TableName, signal: AbortSignal): Promise<bigint | null>;
  /** Whether writers of a table of this storage engine wait while it is read. null: unknown. */
  isLockedByReading(storageEngine: string | null): boolean;
  /** Decides how a table is compared. Rejects with SideUnreadable, or UnsupportedColumn. */
  planOf(
    table: WatchedTable,
    definitions: ComparedDefinitions,
    server: (role: Role) => ServerConnection,
    signal: AbortSignal,
  ): Promise<TablePlan>;
  /**
   * Pure: whether a snapshot at `position` was taken before one at `other`. Both are positions of the source, as
   * results show them.
   */
  isEarlier(position: string, other: string): boolean;
  /**
   * What people should know of the target beside every verdict, for example its replication filters. Never rejects:
   * where it cannot be asked there is no note.
   */
  notesOn(target: ServerConnection, signal: AbortSignal): Promise<readonly string[]>;
  /** Why two snapshots may never meet on this target although it is not behind; null: nothing says so. Never rejects. */
  whySnapshotsMiss(target: ServerConnection, signal: AbortSignal): Promise<string | null>;
  ddl: DdlDialect;
  barrier: BarrierDialect;
  repair: RepairDialect;
  load: LoadDialect;
}

/** A table and about how many rows it has. */
export interface RowEstimate extends TableName {
  rows: bigint;
}
