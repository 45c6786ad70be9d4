import type { Observable } from 'rxjs';

/** What one side has under a name. */
export interface TableShape {
  kind: 'table' | 'view';
  /** InnoDB, MyISAM, …; null for a view. */
  engine: string | null;
  /** In order of definition; `type` as the server prints it (`varchar(64)`), with `collation` where there is one. */
  columns: { name: string; type: string; collation: string | null }[];
  /** Columns of the primary key in key order; empty when there is none. */
  primaryKey: string[];
}

/** One table of a migration as both sides have it. `id` is `db.table`, unquoted, as users write it. */
export interface WatchedTable {
  id: string;
  database: string;
  name: string;
  /** null: not there on this side, or no right to see it. */
  source: TableShape | null;
  target: TableShape | null;
}

/** What discovery found. Names in `tables:` of the configuration that exist nowhere are listed with both sides null. */
export interface TableCatalog {
  migration: string;
  tables: WatchedTable[];
  discoveredAt: string;
}

/** Tables that came or went between two discoveries (not at the first one). */
export interface CatalogChange {
  migration: string;
  appeared: string[];
  disappeared: string[];
}

// Seam: the tables slice replaces this with the real service, same names.
export abstract class TablesService {
  /** Reads both sides' information_schema. Rejects when a side cannot be read. */
  abstract discover(migration: string, signal?: AbortSignal): Promise<TableCatalog>;
  /** The last catalog; null before the first discovery. */
  abstract snapshot(migration: string): TableCatalog | null;
  abstract readonly changes: Observable<CatalogChange>;
}
