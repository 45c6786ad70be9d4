import type { WatchedTable } from '../../tables/tables.service.js';
import type { ComparisonFrame } from './comparison-frame.js';
import type { CarriedPart } from '../../tables/carried-part.js';
import type { TableDefinition } from '../../tables/definition/table-definition.js';
import type { DdlWatch } from './ddl-watch.js';
import type { ComparisonDialect } from './comparison-dialect.js';
import type { DifferenceLog } from './drill-down/difference-log.js';
import type { ExactHooks } from './exact-hooks.js';
import type { TablePlan } from './table-plan.js';

/** One table that is ready to be compared: both sides have it, with the same columns. */
export interface TableWork {
  table: WatchedTable;
  frame: ComparisonFrame;
  hooks: ExactHooks;
  /** Without columns that are not carried. */
  source: TableDefinition;
  target: TableDefinition;
  part: CarriedPart;
  /** The fingerprint of both definitions and of the part. */
  fingerprint: string;
  dialect: ComparisonDialect;
  plan: TablePlan;
  log: DifferenceLog;
  /** For modes that read one side after the other. */
  ddl: DdlWatch;
  /** Time limits of a statement over one chunk, and over a whole table without a key. Milliseconds. */
  chunkTimeoutMs: number;
  tableTimeoutMs: number;
  /** The storage engine that locks what is read, where that is what limits the statements; null: it is not. */
  lockingEngine: string | null;
}
