import { printTableName } from '@cutover/databases';
import type { FamilyEngine } from '@cutover/databases/mysql-family';
import type { DefinitionRows } from '../../../../../../tables/dialects/mysql-family/read-definition.js';
import type { SchemaCounter } from '../../../schema-object.js';
import { alter } from '../object-of.js';

/** Bits of the integer types. */
const bits: Readonly<Record<string, bigint>> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n };

/**
 * A bulk INSERT reserves numbers in lots that double, up to 65,535 (AUTO_INC_DEFAULT_NB_MAX in sql/handler.h of both servers), and what
 * is left of the last lot is given out by nobody: INSERT … SELECT of 5,000 rows leaves the source at 8192, the target at 5001.
 */
const largestLot = 65_536n;

/** Pure: the counter of a table, with the last number that its column can hold; null: it has none, or the server does not tell. */
export function counterOf({ table, columns }: DefinitionRows, engine: FamilyEngine): SchemaCounter | null {
  const column = columns.find(({ extra }) => /\bauto_increment\b/i.test(extra ?? ''));
  // MySQL prints nothing for a counter that has given out no number yet; MariaDB prints 1.
  const next = table.counter ?? { mariadb: null, mysql: '1' }[engine];
  if (column === undefined || next === null) return null;
  const at = { db: table.db, name: table.name };
  const width = bits[column.dataType.toLowerCase()];
  const isUnsigned = /unsigned|zerofill/i.test(column.columnType);
  return {
    ...{ database: at.db, object: printTableName({ database: at.db, name: at.name }) },
    part: `AUTO_INCREMENT of ${column.name}`,
    next: BigInt(next),
    // Of FLOAT and DOUBLE nobody knows.
    largest: width === undefined ? 0n : 2n ** (isUnsigned ? width : width - 1n) - 1n,
    ...{ isDescending: false, cycles: false, mayBeAhead: largestLot },
    raiseTo: (next) => [alter(at, `AUTO_INCREMENT = ${next}`)],
  };
}
