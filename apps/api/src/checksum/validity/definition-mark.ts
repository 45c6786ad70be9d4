import { createHash } from 'node:crypto';
import type { WatchedTable } from '../../tables/tables.service.js';

const known = new WeakMap<WatchedTable, string>();

/** Pure: names what a table is on both sides, by the catalog: columns, key, storage engine, and when its definition last changed. */
export function definitionMark(table: WatchedTable): string {
  const mark = known.get(table) ?? makeMark(table);
  known.set(table, mark);
  return mark;
}

function makeMark({ source, target }: WatchedTable): string {
  // 64 bits: enough to tell the definitions of one table apart, and every result holds it.
  return createHash('sha256')
    .update(JSON.stringify([source, target]))
    .digest('hex')
    .slice(0, 16);
}

const indexes = new WeakMap<readonly WatchedTable[], ReadonlyMap<string, WatchedTable>>();

/** The table of this name in a catalog. Thousands of results may ask one catalog after the other. */
export function tableOf(catalog: readonly WatchedTable[], id: string): WatchedTable | undefined {
  const index = indexes.get(catalog) ?? new Map(catalog.map((table) => [table.id, table]));
  indexes.set(catalog, index);
  return index.get(id);
}
