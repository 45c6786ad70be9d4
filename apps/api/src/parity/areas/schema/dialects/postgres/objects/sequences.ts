import { quoteTable } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';
import { inSchema, isOwnOf, isWatchedRelation } from '../scope.js';
import { sequenceText } from './columns.js';

export interface SequenceRow {
  db: string;
  name: string;
  type: string;
  parameters: string;
  /** The column that it goes with when that is dropped. */
  owner: string | null;
}

/** Not those of identity columns, which are told of with the column. */
export const sequencesSelect = `
  SELECT n.nspname AS db, c.relname AS name, pg_catalog.format_type(s.seqtypid, NULL) AS type, ${sequenceText} AS parameters,
         (SELECT pg_catalog.format('%s.%I', d.refobjid::pg_catalog.regclass, a.attname) FROM pg_catalog.pg_depend d
          JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'a'
            AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass) AS owner
  FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE ${isWatchedRelation} AND ${isOwnOf('pg_class', 'c.oid')}`;

/** Pure: what sequences are made of. Where they stand is compared by another part of Cutover. */
export function sequenceObjects(rows: readonly SequenceRow[]): SchemaObject[] {
  return rows.map((row) => {
    const named = quoteTable(row.db, row.name);
    const text = `AS ${row.type} ${row.parameters}`;
    const owned = row.owner === null ? ' OWNED BY NONE' : ` OWNED BY ${row.owner}`;
    return inSchema(row, 'sequence', {
      shown: `${text}${row.owner === null ? '' : owned}`,
      make: [`CREATE SEQUENCE ${named} ${text}${owned}`],
      remove: [`DROP SEQUENCE ${named}`],
      changeInto: [`ALTER SEQUENCE ${named} ${text}${owned}`],
      note: 'One that is made anew begins at its START: set its value before the target takes writes.',
    });
  });
}
