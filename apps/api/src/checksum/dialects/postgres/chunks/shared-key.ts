import type { ColumnDefinition, TableDefinition, UniqueKey } from '../../../../tables/definition/table-definition.js';
import type { Definitions } from '../../../comparison/prove-definitions.js';
import { isPlain, isText, keyColumn, type KeyColumn } from './key-column.js';
import type { ColumnOrders } from './column-orders.js';

/** A key that serves on both sides, and how its columns are ordered. */
export interface SharedKey {
  key: UniqueKey | null;
  keyColumns: readonly KeyColumn[];
}

/** The table is sorted whole for each of its ranges where no index has its order: not for more rows than these. */
const mostRowsSorted = 200_000n;

const none: SharedKey = { key: null, keyColumns: [] };

/**
 * The key by which a table is walked: columns that are unique on both sides, the primary key if possible. A key of one side may have
 * a column more, as on a table that is partitioned on that side alone. Without a key: there is none, or the table is large and its
 * key has an order that the two sides do not share, or that a server cannot vouch for.
 */
export function sharedKey(
  { source, target }: Definitions,
  orders: Readonly<Record<'source' | 'target', ColumnOrders>>,
): SharedKey {
  const candidates = [...source.uniqueKeys, ...target.uniqueKeys].filter(({ columns }) =>
    [source, target].every((side) => isKeyOf(side, columns)),
  );
  const rows = source.estimatedRows > target.estimatedRows ? source.estimatedRows : target.estimatedRows;
  const ordered = candidates.map((key): SharedKey & { isIndexed: boolean } => {
    const columns = key.columns.flatMap((name) => source.columns.find((column) => column.name === name) ?? []);
    const isIndexed = columns.every((column) => isSortedAlike(column, orders));
    const order = (column: ColumnDefinition): KeyColumn =>
      keyColumn(column, isSortedAlike(column, orders) ? 'own' : 'bytes');
    return { key, keyColumns: columns.map(order), isIndexed };
  });
  const best = ordered.find(({ isIndexed }) => isIndexed) ?? (rows <= mostRowsSorted ? ordered[0] : undefined);
  return best === undefined ? none : { key: best.key, keyColumns: best.keyColumns };
}

/** Unique, and never NULL: a key of the side is among the columns. Computed ones are left out: a row is not found by them. */
function isKeyOf(side: TableDefinition, columns: readonly string[]): boolean {
  const isThere = columns.every((name) =>
    side.columns.some((column) => column.name === name && !column.isNullable && column.generation === 'plain'),
  );
  return isThere && side.uniqueKeys.some((key) => key.columns.every((name) => columns.includes(name)));
}

function isSortedAlike(
  column: ColumnDefinition,
  { source, target }: Record<'source' | 'target', ColumnOrders>,
): boolean {
  if (isPlain(column)) return true;
  const order = source[column.name] ?? null;
  return isText(column) && order !== null && order === target[column.name];
}
