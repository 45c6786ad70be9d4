import type { Role, Statement } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import type { CatalogParts } from '@cutover/databases/postgres';
import type { FoundLeftBehind, ToldLeftBehind, Watched } from '../../not-replicated-dialect.js';

const { quoteIdentifier } = engines.postgres;

/** A subscription of the target's database. */
export interface SubscriptionRow {
  name: string;
  publications: string[];
}

/** What a part is read from. */
export interface Asked {
  /** Runs a bounded statement on one side. Rejects as `ServerConnection.query` does. */
  ask<Row extends object>(side: Role, sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** $1: whole schemas; $2, $3: schemas and names of single tables. */
  scope: readonly [string[], string[], string[]];
  includes: Watched['includes'];
  subscriptions: readonly SubscriptionRow[];
  /** Of all of these subscriptions. */
  publications: string[];
  /** What the catalog of each side has. */
  catalog: Readonly<Record<Role, CatalogParts>>;
  /** As `server_version_num`: 150018. */
  versions: Readonly<Record<Role, number>>;
}

/** Reads one kind of things, or some that come from the same statements. */
export type Part = (asked: Asked) => Promise<ToldLeftBehind>;

/** So many rows of one statement are read at most: a schema of which everything is wrong is told by its first thousand. */
export const rowsAtMost = 1_000;

/** The condition on a table `t` in the schema `tn` to be watched. A partition counts with the table above it. */
export const isWatched = `(tn.nspname = ANY ($1) OR (tn.nspname, t.relname) IN
  (SELECT w.s, w.t FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS w (s, t)))`;

/** A relation `c` with the table `t` (in the schema `tn`) that it is, or is a partition of. */
export const withTable = `pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class t ON t.oid = COALESCE(pg_catalog.pg_partition_root(c.oid), c.oid)
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace`;

/** A relation and its table. */
export interface RelationRow {
  schema: string;
  name: string;
  table_schema: string;
  table_name: string;
}

/** Columns of {@link RelationRow}, of {@link withTable}. */
export const relationColumns =
  'n.nspname AS schema, c.relname AS name, tn.nspname AS table_schema, t.relname AS table_name';

/** Pure: a relation as something found. */
export function relationFound(
  kind: FoundLeftBehind['kind'],
  side: Role,
  { schema, name, table_schema, table_name }: RelationRow,
  more: { note?: string | null; part?: string; statements?: Statement[] } = {},
): FoundLeftBehind {
  return {
    ...{ kind, side, note: more.note ?? null, statements: more.statements ?? [] },
    name: more.part === undefined ? `${schema}.${name}` : `${schema}.${name}.${more.part}`,
    table: `${table_schema}.${table_name}`,
  };
}

/** Pure: rows whose table the configuration does not leave out. */
export function meant<Row extends RelationRow>(rows: readonly Row[], { includes }: Pick<Asked, 'includes'>): Row[] {
  return rows.filter(({ table_schema, table_name }) => includes(table_schema, table_name));
}

/** Pure: a name with its schema, each quoted. */
export function quoted({ schema, name }: { schema: string; name: string }): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

export const quote = quoteIdentifier;

/** Pure: nothing but these. */
export function told(...found: readonly FoundLeftBehind[]): ToldLeftBehind {
  return { found: [...found], unknown: [] };
}
