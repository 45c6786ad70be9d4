import { quoteIdentifier } from '@cutover/databases/mysql-family';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import type { KeyRange, KeyValues } from '../../../comparison/chunks/key-range.js';
import { isInteger, keyLiteral } from './key-column.js';

/** SQL condition of a range; empty for the whole table. */
export function rangeCondition(columns: readonly ColumnDefinition[], range: KeyRange): string {
  const leftOut = (range.without ?? []).map((key) => `NOT (${keyCondition(columns, key)})`);
  return [boundsCondition(columns, range), ...leftOut].filter((part) => part !== '').join(' AND ');
}

function boundsCondition(columns: readonly ColumnDefinition[], { after, upTo }: KeyRange): string {
  const [only] = columns;
  // One comparison instead of two: servers evaluate the condition for every row, although they walk the index by it.
  if (columns.length === 1 && only !== undefined && isInteger(only.dataType) && after !== null && upTo !== null)
    return betweenIntegers(only, after[0] ?? '', upTo[0] ?? '');
  const parts = [
    after === null ? '' : boundCondition(columns, after, '>', false),
    upTo === null ? '' : boundCondition(columns, upTo, '<', true),
  ];
  return parts.filter((part) => part !== '').join(' AND ');
}

/** SQL condition that only the row with this key meets. */
export function keyCondition(columns: readonly ColumnDefinition[], key: KeyValues): string {
  return columns.map((column, index) => compare(column, '=', key[index] ?? '')).join(' AND ');
}

/**
 * SQL list of the columns of a key, for ORDER BY. Each is qualified by its table: an unqualified name could mean a
 * column of our own in the SELECT list.
 */
export function keyOrder(columns: readonly ColumnDefinition[], quotedTable: string): string {
  return columns.map(({ name }) => `${quotedTable}.${quoteIdentifier(name)}`).join(', ');
}

/**
 * (a, b, c) > (x, y, z) written out: servers walk an index for ORs of it, and scan it whole for a row comparison. The bound
 * on the first column alone is redundant and helps the optimizer.
 */
function boundCondition(
  columns: readonly ColumnDefinition[],
  values: KeyValues,
  direction: '>' | '<',
  isInclusive: boolean,
): string {
  const nested = (index: number): string => {
    const column = columns[index];
    const value = values[index];
    if (column === undefined || value === undefined)
      throw new Error('A bound needs a value for each column of the key');
    const isLast = index === columns.length - 1;
    if (isLast) return compare(column, isInclusive ? `${direction}=` : direction, value);
    return `(${compare(column, direction, value)} OR (${compare(column, '=', value)} AND ${nested(index + 1)}))`;
  };
  const [first] = columns;
  if (columns.length === 1 || first === undefined) return nested(0);
  return `${compare(first, `${direction}=`, values[0] ?? '')} AND ${nested(0)}`;
}

function betweenIntegers(column: ColumnDefinition, after: string, upTo: string): string {
  const [first, last] = [String(BigInt(keyLiteral(column, after)) + 1n), keyLiteral(column, upTo)];
  return `${quoteIdentifier(column.name)} BETWEEN ${first} AND ${last}`;
}

function compare(column: ColumnDefinition, operator: string, value: string): string {
  return `${quoteIdentifier(column.name)} ${operator} ${keyLiteral(column, value)}`;
}
