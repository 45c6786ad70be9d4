import type { RowDifferenceKind } from '@cutover/contracts';
import type { StatementRunnerLike } from '@cutover/databases';
import type { RowFinding } from '../comparison/drill-down/difference-log.js';
import type { ComparedTable } from '../comparison/table-plan.js';

/**
 * How an engine makes the rows of the target equal to those of the source: text for people to read and run. Nothing of
 * ours runs it. `Target` belongs to the dialect: nobody else looks inside. An engine without repair uses noRepair.
 */
export interface RepairDialect<Target = unknown> {
  /** Pure: the statements for one row; or a comment alone, which says why there are none and what to do. */
  rowRepair(finding: RowFinding, plan: ComparedTable): RowRepair;
  /** Reads whole values for the statements of one script. `signal` ends the reading. */
  longValues(source: StatementRunnerLike, signal: AbortSignal): LongValues;
  /** What a script must know of the server it is for. null: it could not be asked. Rejects only when aborted. */
  readTarget(
    target: StatementRunnerLike,
    database: string,
    table: string,
    signal?: AbortSignal,
  ): Promise<Target | null>;
  /** Pure: the lines before the statements of a table. They keep the script from running where it would do harm. */
  heading(subject: RepairSubject<Target>): string[];
  /** Pure: the lines after them. */
  ending(subject: RepairSubject<Target>): string[];
}

/** The repair of one row. Each part is one or more lines: statements or comments. */
export interface RowRepair {
  /** Takes the row away before any row is written; null where that is not needed. */
  removal: string | null;
  sql: string;
}

/** A comparison keeps only length and digest of a long value. This reads the value itself from the source. */
export interface LongValues {
  /** The finding with its whole values. A value that cannot be read, or has changed, stays as it is. Never rejects. */
  fill(finding: RowFinding, plan: ComparedTable): Promise<RowFinding>;
}

/** The table that a script repairs, and where. */
export interface RepairedTable<Target = unknown> {
  database: string;
  name: string;
  /** See RepairDialect.readTarget. */
  target: Target | null;
}

/** What the script of one table is about. */
export interface RepairSubject<Target = unknown> extends RepairedTable<Target> {
  /** How many rows of each kind are repaired. */
  rows: Readonly<Record<RowDifferenceKind, number>>;
  /** Position of the source at which they were found to differ; null: unknown. */
  position: string | null;
  /** False: more rows differ than are named. */
  isComplete: boolean;
  /** When the script is written. UTC ISO text. */
  now: string;
}
