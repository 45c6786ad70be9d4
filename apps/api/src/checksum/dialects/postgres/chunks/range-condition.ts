import type { KeyRange, KeyValues } from '../../../comparison/chunks/key-range.js';
import type { KeyColumn } from './key-column.js';

/** SQL condition of a range; empty for the whole table. */
export function rangeCondition(columns: readonly KeyColumn[], { after, upTo, without = [] }: KeyRange): string {
  const parts = [
    after === null ? '' : compare(columns, '>', after),
    upTo === null ? '' : compare(columns, '<=', upTo),
    without.length === 0
      ? ''
      : `${expressions(columns)} NOT IN (${without.map((key) => values(columns, key)).join(', ')})`,
  ];
  return parts.filter((part) => part !== '').join(' AND ');
}

/** SQL condition that only the rows with these keys meet. */
export function keysCondition(columns: readonly KeyColumn[], keys: readonly KeyValues[]): string {
  return `${expressions(columns)} IN (${keys.map((key) => values(columns, key)).join(', ')})`;
}

/** SQL list of the columns of a key, for ORDER BY. */
export function keyOrder(columns: readonly KeyColumn[]): string {
  return columns.map(({ ordered }) => ordered).join(', ');
}

/** Rows compare column by column, and an index on these columns serves for it. */
function compare(columns: readonly KeyColumn[], operator: string, key: KeyValues): string {
  return `${expressions(columns)} ${operator} ${values(columns, key)}`;
}

function expressions(columns: readonly KeyColumn[]): string {
  return `(${columns.map(({ ordered }) => ordered).join(', ')})`;
}

function values(columns: readonly KeyColumn[], key: KeyValues): string {
  if (key.length !== columns.length) throw new Error('A bound needs a value for each column of the key');
  return `(${columns.map((column, index) => column.literal(key[index] ?? '')).join(', ')})`;
}
