import { printTableName } from '@cutover/databases';
import { quoteTable } from '../../../../../tables/dialects/postgres/quoting.js';
import type { Statement } from '../../../../../tables/tables-dialect.js';
import type { TableSelection } from '../../../../../tables/table-selection.js';
import type { SchemaKind, SchemaObject } from '../../schema-object.js';

/** Relations `c` of schemas `n` that are watched whole ($1), or one by one ($2, $3). */
export const isWatchedRelation = `(n.nspname = ANY ($1) OR (n.nspname, c.relname) IN
  (SELECT s, t FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS named (s, t)))`;

/** What belongs to an extension comes with it, and is compared by its version; so does what the server made for something else (a range, an identity). */
export function isOwnOf(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE (e.deptype = 'e' OR (e.deptype = 'i' AND e.refobjid <> e.objid))
    AND e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND e.objid = ${oid})`;
}

/** A question about relations: with all three parameters. */
export function ofRelations(sql: string, { databases, tables }: TableSelection): Statement {
  const named = [...tables].flatMap(([schema, names]) => names.map((name) => [schema, name] as const));
  return { sql, params: [databases, named.map(([schema]) => schema), named.map(([, name]) => name)] };
}

/** A question about whole schemas: `n.nspname = ANY ($1)`. */
export function ofSchemas(sql: string, { databases }: TableSelection): Statement {
  return { sql, params: [databases] };
}

/** Where something stands: the schema, and the relation or its own name. */
export interface Place {
  db: string;
  name: string;
}

type Rest = Pick<SchemaObject, 'shown' | 'make' | 'remove'> & Partial<SchemaObject>;

/** What is a part of a table or view. */
export function partOf({ db, name }: Place, kind: SchemaKind, part: string | null, rest: Rest): SchemaObject {
  const id = printTableName({ database: db, name });
  return { kind, database: db, object: id, part, within: id, compared: rest.shown, ...rest };
}

/** What stands in a schema by itself. */
export function inSchema({ db, name }: Place, kind: SchemaKind, rest: Rest): SchemaObject {
  const object = printTableName({ database: db, name });
  return { kind, database: db, object, part: null, within: db, compared: rest.shown, ...rest };
}

/** What belongs to the database of the connection and to no schema. */
export function inDatabase(name: string, kind: SchemaKind, rest: Rest): SchemaObject {
  return { kind, database: '', object: name, part: null, within: null, compared: rest.shown, ...rest };
}

/** `ALTER TABLE` of it. */
export function alter({ db, name }: Place, change: string): string {
  return `ALTER TABLE ${quoteTable(db, name)} ${change}`;
}

/** What to do about a definition that no short statement makes. */
export function dumpOf({ db, name }: Place): string {
  return `Bring its definition from the source: pg_dump --schema-only --table='${quoteTable(db, name)}'.`;
}
