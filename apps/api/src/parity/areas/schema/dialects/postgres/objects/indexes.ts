import { quoteTable } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';
import { canonicalText } from '../canonical-text.js';
import { isOwnOf, isWatchedRelation, partOf } from '../scope.js';

export interface IndexRow {
  db: string;
  name: string;
  index_name: string;
  definition: string;
  is_unique: boolean;
  is_valid: boolean;
  is_partitioned: boolean;
}

/** Those of a constraint are told of with it, unless they are broken; those of partitions with that of the table above. */
export const indexesSelect = `
  SELECT n.nspname AS db, c.relname AS name, ic.relname AS index_name,
         pg_catalog.pg_get_indexdef(i.indexrelid) AS definition, i.indisunique AS is_unique,
         i.indisvalid AND i.indisready AS is_valid, ic.relkind = 'I' AS is_partitioned
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT ic.relispartition AND ${isWatchedRelation} AND ${isOwnOf('pg_class', 'c.oid')}
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                    WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x'))`;

/** Pure: indexes by name. */
export function indexObjects(rows: readonly IndexRow[]): SchemaObject[] {
  return rows.map((row) => {
    // The index of a table of partitions is printed without theirs: made so, it would stay empty.
    const definition = row.is_partitioned ? row.definition.replace(/ ON ONLY /, ' ON ') : row.definition;
    const live = row.is_partitioned ? '' : ' CONCURRENTLY';
    const named = quoteTable(row.db, row.index_name);
    return partOf(row, 'index', row.index_name, {
      shown: `${row.definition}${row.is_valid ? '' : ' (INVALID)'}`,
      compared: canonicalText(row.definition),
      isMinor: !row.is_unique,
      // An index that is broken on the source too is no consequence of the cutover.
      ...(row.is_valid
        ? { status: 'valid', setStatus: [`REINDEX INDEX${live} ${named}`] }
        : { status: 'INVALID: no query uses it' }),
      make: [definition.replace(/^CREATE (UNIQUE )?INDEX /, `CREATE $1INDEX${live} `)],
      remove: [`DROP INDEX${live} ${named}`],
      note: 'Outside of a transaction. It reads the whole table: look at its size first.',
    });
  });
}
