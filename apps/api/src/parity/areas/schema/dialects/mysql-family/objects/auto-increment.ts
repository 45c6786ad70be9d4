import { printTableName } from '@cutover/databases';
import type { DefinitionRows } from '../../../../../../tables/dialects/mysql-family/read-definition.js';
import type { SchemaCounter } from '../../../schema-object.js';
import { alter } from '../object-of.js';

/** Bits of the integer types. */
const bits: Readonly<Record<string, bigint>> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n };

/** Pure: the counter of a table, with the last number that its column can hold; null: it has none. */
export function counterOf({ table, columns }: DefinitionRows): SchemaCounter | null {
  const column = columns.find(({ extra }) => /\bauto_increment\b/i.test(extra ?? ''));
  if (column === undefined || table.counter === null) return null;
  const at = { db: table.db, name: table.name };
  const width = bits[column.dataType.toLowerCase()];
  const isUnsigned = /unsigned|zerofill/i.test(column.columnType);
  return {
    ...{ database: at.db, object: printTableName({ database: at.db, name: at.name }) },
    part: `AUTO_INCREMENT of ${column.name}`,
    next: BigInt(table.counter),
    // Of FLOAT and DOUBLE nobody knows.
    largest: width === undefined ? 0n : 2n ** (isUnsigned ? width : width - 1n) - 1n,
    isDescending: false,
    raiseTo: (next) => [alter(at, `AUTO_INCREMENT = ${next}`)],
  };
}
