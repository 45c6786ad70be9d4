import { quoteTable } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';
import { canonicalText } from '../canonical-text.js';
import { dumpOf, inSchema, isOwnOf, isWatchedRelation } from '../scope.js';

export interface ViewRow {
  db: string;
  name: string;
  is_materialized: boolean;
  definition: string;
  options: string[] | null;
  is_filled: boolean;
  columns: string[];
}

export const viewsSelect = `
  SELECT n.nspname AS db, c.relname AS name, c.relkind = 'm' AS is_materialized,
         pg_catalog.pg_get_viewdef(c.oid) AS definition, c.reloptions AS options, c.relispopulated AS is_filled,
         ARRAY(SELECT a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute a
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm') AND ${isWatchedRelation} AND ${isOwnOf('pg_class', 'c.oid')}`;

/** Pure: views and materialized views. What security_invoker, check_option and the like say counts. */
export function viewObjects(rows: readonly ViewRow[]): SchemaObject[] {
  return rows.map((row) => {
    const options = [...(row.options ?? [])].sort();
    const given = options.length === 0 ? '' : ` WITH (${options.join(', ')})`;
    const text = row.definition.trim().replace(/;$/, '');
    const named = quoteTable(row.db, row.name);
    const shared = {
      shown: `${options.length === 0 ? '' : `WITH (${options.join(', ')}) `}${text}`,
      // The types of the columns are those of the tables when it was made.
      compared: [canonicalText(text), ...options, ...row.columns].join('\n'),
    };
    if (row.is_materialized)
      return inSchema(row, 'materialized view', {
        ...shared,
        ...(row.is_filled
          ? { status: 'filled', setStatus: [`REFRESH MATERIALIZED VIEW ${named}`] }
          : { status: 'not filled' }),
        make: [`CREATE MATERIALIZED VIEW ${named}${given} AS ${text}${row.is_filled ? '' : ' WITH NO DATA'}`],
        remove: [`DROP MATERIALIZED VIEW ${named}`],
        changeInto: null,
        byHand: `Drop it on the target and make it again with its indexes. ${dumpOf(row)}`,
        note: 'It reads all its tables. Fill it again when replication has come to its end.',
      });
    return inSchema(row, 'view', {
      ...shared,
      make: [`CREATE VIEW ${named}${given} AS ${text}`],
      remove: [`DROP VIEW ${named}`],
      changeInto: (target) =>
        hasSameColumns(row, options, target) ? [`CREATE OR REPLACE VIEW ${named}${given} AS ${text}`] : null,
      byHand: `Its columns are others, so that it has to be dropped first, with all that reads it. ${dumpOf(row)}`,
      note: 'A view that reads another one comes after that one.',
    });
  });
}

/** CREATE OR REPLACE keeps what is there: columns cannot change, and options that are not named stay. */
function hasSameColumns(row: ViewRow, options: readonly string[], { compared }: SchemaObject): boolean {
  const [, ...rest] = compared.split('\n');
  const there = rest.filter((line) => !row.columns.includes(line));
  return row.columns.every((column) => rest.includes(column)) && there.every((option) => options.includes(option));
}
