import type { Role } from '@cutover/contracts';
import type { ServerConnection, StatementBounds, TableName } from '@cutover/databases';
import type { CarriedPart, NotComparable } from './carried-part.js';
import type { TableDefinition } from './definition/table-definition.js';
import type { TableSelection } from './table-selection.js';

/** A statement with its values. */
export interface Statement {
  sql: string;
  params: readonly unknown[];
}

/** One row of the answer to `tables`. */
export interface TableRow {
  /** The database, or the schema where the engine has those. */
  db: string;
  name: string;
  /** `BASE TABLE`, or a text that ends with `VIEW`. */
  type: string;
  /** Storage engine. */
  engine: string | null;
  /**
   * When it was created or its definition last changed, or which part of it is replicated: a text that is another one then. Absent
   * where the engine does not say.
   */
  changedAt?: string | null;
}

/** One row of the answer to `columns`, columns of a table in order of definition. */
export interface ColumnRow {
  db: string;
  name: string;
  col: string;
  type: string;
  collation: string | null;
}

/** One row of the answer to `keys`: a part of a key, the parts of one key in key order. */
export interface KeyRow {
  db: string;
  name: string;
  /** null: an expression. */
  col: string | null;
  /** `PRIMARY`, or the name of a unique key; absent: of the primary key, where the engine tells of no other. */
  keyName?: string;
  /** Not 0: the part may hold NULL. */
  isNullable?: string | number;
}

/** Three questions give the catalog of one side, whatever the number of tables: one for each table would be thousands. */
export interface CatalogStatements {
  /** Tables and views of the selection: TableRow. */
  tables: Statement;
  /** ColumnRow. */
  columns: Statement;
  /** Primary keys, and unique keys where the engine tells of them: KeyRow. */
  keys: Statement;
}

/** Everything that differs by engine in knowing tables. One implementation for each family of engines: registry.ts. */
export interface TablesDialect {
  /** What no comparison of this engine looks at, for people. */
  notLookedAt: readonly string[];
  /** `server`: the one that is asked, whose catalog may be another one than that of the other side. */
  catalog(selection: TableSelection, server: Pick<ServerConnection, 'identity' | 'role'>): CatalogStatements;
  /**
   * Of the GRANTs that are missing, those without which the catalog shows nothing of these databases: what the server hides
   * must not be reported as gone.
   */
  grantsToSee(databases: readonly string[], missingGrants: readonly string[]): string[];
  /** What a table is on one side now. null: proved not to be there. Rejects when it may not, or cannot, be looked at. */
  readDefinition: DefinitionReader;
  readPart: PartReader;
}

/**
 * What replication is meant to bring of a table to the target, so that no difference is found that is meant. NotComparable where that
 * is not clear, or not all of it can be seen. Rejects as a query does.
 */
export type PartReader = (
  servers: Readonly<Record<Role, ServerConnection>>,
  table: TableName,
  bounds: StatementBounds,
) => Promise<CarriedPart | NotComparable>;

/** Reads the definition of one table. */
export type DefinitionReader = (
  connection: ServerConnection,
  database: string,
  table: string,
  bounds: StatementBounds,
) => Promise<TableDefinition | null>;
