import {
  isWatched,
  meant,
  relationColumns,
  relationFound,
  rowsAtMost,
  told,
  withTable,
  type Part,
  type RelationRow,
} from './part.js';

/**
 * Columns that the source computes, and that no publication of ours sends: before 18 none does; from then on one that says
 * `publish_generated_columns = stored` does, for those that are stored (the column is read by its name). $4: publications.
 */
const computedStatement = `
  SELECT ${relationColumns}, a.attname AS col
  FROM ${withTable}
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attgenerated <> '' AND ${isWatched}
    AND NOT (a.attgenerated = 's' AND EXISTS (
      SELECT FROM pg_catalog.pg_publication p
      WHERE p.pubname = ANY ($4) AND pg_catalog.to_jsonb(p) ->> 'pubgencols' = 's'))
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
}

/** Columns that the source computes and does not send, and that nobody computes on the target: they stay NULL there. */
export const readGeneratedColumns: Part = async (asked) => {
  const rows = meant(
    await asked.ask<ColumnRow>('source', computedStatement, [...asked.scope, asked.publications]),
    asked,
  );
  if (rows.length === 0) return told();
  const names = [rows.map(({ schema }) => schema), rows.map(({ name }) => name), rows.map(({ col }) => col)];
  const ordinary = await asked.ask<Pick<ColumnRow, 'schema' | 'name' | 'col'>>('target', ordinaryStatement, names);
  const keyOf = ({ schema, name, col }: Pick<ColumnRow, 'schema' | 'name' | 'col'>): string =>
    JSON.stringify([schema, name, col]);
  const plain = new Set(ordinary.map(keyOf));
  const lost = rows.filter((row) => plain.has(keyOf(row)));
  return told(...lost.map((row) => relationFound('generated-column', 'target', row, { part: row.col })));
};
