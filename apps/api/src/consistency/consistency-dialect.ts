import type { ServerConnection, StatementBounds, TableName } from '@cutover/databases';
import type { CarriedPart } from '../tables/carried-part.js';
import type { ColumnDefinition } from '../tables/definition/table-definition.js';

/** Which rows of a table are counted: those that are carried of the source, all of the target. */
export type CountedRows = Pick<CarriedPart, 'rows' | 'isOnly'>;

/** Everything that differs by engine in comparing counts and counters. One implementation for each family of engines: registry.ts. */
export interface ConsistencyDialect {
  /**
   * Rows and, with a key column, its ends: one scan, one snapshot, exact text throughout. Answered with one CountRow.
   */
  countStatement(table: TableName, key: ColumnDefinition | null, counted: CountedRows): string;
  /** The ends of the key alone, where the server finds them without a scan; null: it would have to scan. Answered with one CountRow. */
  endsStatement(table: TableName, key: ColumnDefinition, counted: CountedRows): string | null;
  /** The next value of the table's counter as it is now. null: unknown, or the table is gone. Rejects when it cannot be asked. */
  readCounter(
    connection: ServerConnection,
    database: string,
    table: string,
    bounds: StatementBounds,
  ): Promise<string | null>;
  readonly advice: DifferenceAdvice;
}

/** What people are told to do about a difference. */
export interface DifferenceAdvice {
  /** About a table that is on the source only. */
  copyTable: string;
  /** About a table that is on the target only. */
  dropTable: string;
  /** About a counter that is all that differs, and would collide. */
  raiseCounter: string;
  /** About one that is merely lower: the statement that raises it to the next value of the source. */
  raiseCounterTo(next: string): string;
}

/** The answer to a count. */
export interface CountRow {
  rowCount: string;
  smallestKey: string | null;
  largestKey: string | null;
}
