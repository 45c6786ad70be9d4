import type { Statement } from '@cutover/contracts';
import { isComputedSent, type CatalogParts } from '@cutover/databases/postgres';
import {
  isWatched,
  meant,
  quote,
  relationColumns,
  relationFound,
  rowsAtMost,
  told,
  withTable,
  type Part,
  type RelationRow,
} from './part.js';

const ofOurs = 'p.pubname = ANY ($4)';

/**
 * Columns that the source computes, and that no publication of ours sends. `publications`: those that would send it with
 * `publish_generated_columns`, because no list of columns counts in its place. $4: publications.
 */
const computedStatement = (catalog: CatalogParts): string => `
  SELECT ${relationColumns}, a.attname AS col,
         CASE WHEN a.attgenerated = 's' THEN ARRAY(
           SELECT p.pubname::text FROM pg_catalog.pg_publication p
           LEFT JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
           WHERE ${ofOurs} AND CASE WHEN r.oid IS NOT NULL THEN ${catalog.columnList} IS NULL
             ELSE p.puballtables OR EXISTS (SELECT FROM ${catalog.publishedSchemas} s
                                            WHERE s.pnpubid = p.oid AND s.pnnspid = c.relnamespace) END
           ORDER BY 1) ELSE '{}' END AS publications
  FROM ${withTable}
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attgenerated <> '' AND ${isWatched}
    AND NOT ${isComputedSent(catalog, ofOurs)}
  ORDER BY 1, 2, a.attnum LIMIT ${rowsAtMost}`;

/** Which of these columns are ordinary ones. $1 to $3: schemas, tables and columns. */
const ordinaryStatement = `
  SELECT n.nspname AS schema, c.relname AS name, a.attname AS col
  FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS asked (s, t, col)
  JOIN pg_catalog.pg_namespace n ON n.nspname = asked.s
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = asked.t
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = asked.col
  WHERE a.attgenerated = '' AND NOT a.attisdropped`;

interface ColumnRow extends RelationRow {
  col: string;
  publications: string[];
}

/** Since this version a publication may send computed columns, and the first copy of a subscription takes them along. */
const sendsComputedSince = 180_000;

/** Columns that the source computes and does not send, and that nobody computes on the target: they stay NULL there. */
export const readGeneratedColumns: Part = async (asked) => {
  const rows = meant(
    await asked.ask<ColumnRow>('source', computedStatement(asked.catalog.source), [...asked.scope, asked.publications]),
    asked,
  );
  if (rows.length === 0) return told();
  const names = [rows.map(({ schema }) => schema), rows.map(({ name }) => name), rows.map(({ col }) => col)];
  const ordinary = await asked.ask<Pick<ColumnRow, 'schema' | 'name' | 'col'>>('target', ordinaryStatement, names);
  const keyOf = ({ schema, name, col }: Pick<ColumnRow, 'schema' | 'name' | 'col'>): string =>
    JSON.stringify([schema, name, col]);
  const plain = new Set(ordinary.map(keyOf));
  const lost = rows.filter((row) => plain.has(keyOf(row)));
  const canBeSent = Math.min(asked.versions.source, asked.versions.target) >= sendsComputedSince;
  const statementsOf = ({ publications }: ColumnRow): Statement[] =>
    (canBeSent ? publications : []).map((name) => ({
      on: 'source',
      sql: `ALTER PUBLICATION ${quote(name)} SET (publish_generated_columns = stored);`,
    }));
  return told(
    ...lost.map((row) =>
      relationFound('generated-column', 'target', row, { part: row.col, statements: statementsOf(row) }),
    ),
  );
};
