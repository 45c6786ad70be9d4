import { engines } from '@cutover/databases';
import type { SequenceColumn } from '../../sequences-dialect.js';

const { quoteIdentifier } = engines.postgres;

/** Whether the table `t` in the schema `tn` is watched. $1: whole schemas; $2, $3: schemas and names of single tables. */
const isWatched = `(tn.nspname = ANY ($1) OR (tn.nspname, t.relname) IN
  (SELECT w.s, w.t FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS w (s, t)))`;

/**
 * Sequences of watched schemas, and those that a watched table owns or takes its defaults from, wherever they are. One that has
 * given out nothing since it was made, or since setval(…, false), has no last value here: `startsStatement` tells where it stands.
 * A value that our account may not read would be null, too, so that it is asked for the right first.
 *
 * `has_index`: an index begins with the column that owns it, and holds all of its rows.
 */
export const sequencesStatement = `
  SELECT n.nspname AS schema, c.relname AS name,
         s.seqstart::text AS start, s.seqincrement::text AS step, s.seqmin::text AS smallest, s.seqmax::text AS largest,
         s.seqcycle AS cycles, r.may_read, r.may_use,
         CASE WHEN r.may_read THEN pg_catalog.pg_sequence_last_value(c.oid)::text END AS last,
         o.schema AS owner_schema, o.name AS owner_table, o.col AS owner_column, COALESCE(o.has_index, false) AS has_index
  FROM pg_catalog.pg_sequence s
  JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (
    SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS may_use,
           pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT') AS may_read
  ) r
  LEFT JOIN LATERAL (
    SELECT tn.nspname AS schema, t.relname AS name, a.attname AS col, ${isWatched} AS is_watched,
           a.atttypid IN ('int2'::pg_catalog.regtype, 'int4'::pg_catalog.regtype, 'int8'::pg_catalog.regtype)
             AND pg_catalog.has_schema_privilege(tn.oid, 'USAGE')
             AND pg_catalog.has_column_privilege(t.oid, a.attnum, 'SELECT')
             AND EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                         JOIN pg_catalog.pg_am m ON m.oid = x.relam
                         WHERE i.indrelid = t.oid AND i.indkey[0] = a.attnum AND i.indpred IS NULL AND i.indisvalid
                           AND m.amname = 'btree') AS has_index
    FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0
      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    LIMIT 1
  ) o ON true
  WHERE c.relpersistence <> 't' AND (n.nspname = ANY ($1) OR o.is_watched OR EXISTS (
    SELECT FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_attrdef f ON f.oid = d.objid
    JOIN pg_catalog.pg_class t ON t.oid = f.adrelid
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = c.oid
      AND d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND ${isWatched}))
  ORDER BY n.nspname, c.relname`;

/** One row of {@link sequencesStatement}. */
export interface SequenceRow {
  schema: string;
  name: string;
  start: string;
  step: string;
  smallest: string;
  largest: string;
  cycles: boolean;
  may_read: boolean;
  /** Of the schema. */
  may_use: boolean;
  /** null: none given out yet, or not visible. */
  last: string | null;
  owner_schema: string | null;
  owner_table: string | null;
  owner_column: string | null;
  has_index: boolean;
}

/** So many are asked in one statement: one of thousands of parts would be too long. */
export const askedAtOnce = 500;

/** Where sequences stand that have given out nothing. Each is a table of one row; `place` is that of the list. */
export function startsStatement(names: readonly { schema: string; name: string }[]): string {
  return names
    .map(
      ({ schema, name }, place) =>
        `SELECT ${place} AS place, last_value::text AS last, is_called FROM ${quoted(schema, name)}`,
    )
    .join(' UNION ALL ');
}

/** One row of {@link startsStatement}. */
export interface StartRow {
  place: number;
  last: string;
  /** false: `last` was not given out yet. */
  is_called: boolean;
}

/** The number that is furthest in its direction in each of these columns, by the index that begins with it. */
export function furthestStatement(columns: readonly (SequenceColumn & { isDescending: boolean })[]): string {
  return columns
    .map(
      ({ schema, table, column, isDescending }, place) =>
        `SELECT ${place} AS place, pg_catalog.${isDescending ? 'min' : 'max'}(${quoteIdentifier(column)})::text AS furthest FROM ${quoted(schema, table)}`,
    )
    .join(' UNION ALL ');
}

/** One row of {@link furthestStatement}. */
export interface FurthestRow {
  place: number;
  /** null: the column has no number. */
  furthest: string | null;
}

/** Pure: a name with its schema, each quoted. */
export function quoted(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
