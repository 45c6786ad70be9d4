import { UnsupportedColumn } from '../../../comparison/table-plan.js';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';

/**
 * How the values of a type are put into the text of a row.
 * `short`: prints exactly, and never holds a comma. `cast`: the same, after a cast to CHAR (types that would turn our mark
 * for NULL into a value of their own). `approximate`: FLOAT and DOUBLE. `bits`, `enumerated`: by number. `bytes`: of any
 * content, with its length before it. `large`: may be longer than a packet, so only its digest goes in.
 */
export type ColumnKind = 'short' | 'cast' | 'approximate' | 'bits' | 'enumerated' | 'bytes' | 'large';

const kinds: Readonly<Record<string, ColumnKind>> = {
  ...{ tinyint: 'short', smallint: 'short', mediumint: 'short', int: 'short', bigint: 'short', decimal: 'short' },
  ...{ date: 'short', time: 'short', datetime: 'short', timestamp: 'short', year: 'short' },
  ...{ uuid: 'cast', inet6: 'cast', inet4: 'cast' },
  ...{ float: 'approximate', double: 'approximate', bit: 'bits', enum: 'enumerated' },
  ...{ char: 'bytes', varchar: 'bytes', binary: 'bytes', varbinary: 'bytes', set: 'bytes' },
  ...{ tinytext: 'bytes', text: 'bytes', tinyblob: 'bytes', blob: 'bytes' },
  ...{ mediumtext: 'large', longtext: 'large', mediumblob: 'large', longblob: 'large', json: 'large', vector: 'large' },
  ...{ geometry: 'large', point: 'large', linestring: 'large', polygon: 'large', multipoint: 'large' },
  ...{ multilinestring: 'large', multipolygon: 'large', geometrycollection: 'large', geomcollection: 'large' },
};

/** The kind of a column. Throws UnsupportedColumn for a type that is not listed. */
export function kindOf({ name, dataType, columnType }: ColumnDefinition): ColumnKind {
  const kind = kinds[dataType];
  if (kind === undefined)
    throw new UnsupportedColumn(`column ${name} is of type ${columnType}, which the comparison does not know`);
  return kind;
}
