import type { DedicatedSession } from '@cutover/databases';
import { quoteIdentifier, type StreamedRelation, unchanged } from '@cutover/databases/postgres';
import { type NamedValues, identityColumns, identityOf, textOf } from './changed-rows.js';
import type { RowChange } from './transaction-log.js';

const bounds = { timeoutMs: 20_000 };
/** So many keys a statement. */
const keysAtOnce = 100;

/**
 * Rows as the snapshot of the source shows them, by identityText: of those updates whose new row the stream does not tell in
 * full. Only the columns that it leaves out are read, as the server prints them. Rejects as the session does.
 */
export async function readStoredRows(
  session: DedicatedSession,
  changes: readonly RowChange[],
): Promise<ReadonlyMap<string, NamedValues>> {
  const byTable = new Map<number, RowChange[]>();
  for (const change of changes)
    if (identityOf(change) !== null)
      byTable.set(change.relation.id, [...(byTable.get(change.relation.id) ?? []), change]);
  const stored = new Map<string, NamedValues>();
  for (const ofTable of byTable.values())
    for (let start = 0; start < ofTable.length; start += keysAtOnce)
      await readPortion(session, ofTable.slice(start, start + keysAtOnce), stored);
  return stored;
}

async function readPortion(
  session: DedicatedSession,
  changes: readonly RowChange[],
  stored: Map<string, NamedValues>,
): Promise<void> {
  const { relation } = changes[0]!;
  const key = identityColumns(relation);
  const missing = relation.columns
    .map(({ name }) => name)
    .filter((_, index) => changes.some(({ row }) => row?.[index] === unchanged));
  const keys = changes.map((change) => identityOf(change)!);
  const condition = keys
    .map((_, row) =>
      key.map((name, column) => `${quoteIdentifier(name)} = $${row * key.length + column + 1}`).join(' AND '),
    )
    .join(' OR ');
  const from = `${quoteIdentifier(relation.schema)}.${quoteIdentifier(relation.table)}`;
  const read = (name: string, as: string): string => `${printed(name)} AS ${as}`;
  const columns = [...key.map((name, at) => read(name, `k${at}`)), ...missing.map((name, at) => read(name, `v${at}`))];
  const rows = await session.query<Record<string, string | null>>(
    `SELECT ${columns.join(', ')} FROM ${from} WHERE (${condition}) AND ${isOfTable(relation)}`,
    keys.flat(),
    bounds,
  );
  for (const row of rows) {
    const identity = key.map((_, at) => row[`k${at}`] ?? '');
    const values = new Map(missing.map((name, at) => [name, row[`v${at}`] ?? null]));
    stored.set(textOf(identity), new Map([...(stored.get(textOf(identity)) ?? []), ...values]));
  }
}

/** Tables that inherit from it may hold rows with the same keys; all rows of a partitioned table are in its partitions. */
function isOfTable({ id }: StreamedRelation): string {
  return `(tableoid = ${id} OR NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = ${id} AND c.relkind = 'r'))`;
}

/**
 * As pgoutput prints it. A cast to text would print a boolean and a padded text otherwise, and IS NOT NULL is false of a value with
 * fields of which one is NULL.
 */
function printed(name: string): string {
  const column = quoteIdentifier(name);
  return `CASE WHEN pg_catalog.num_nulls(${column}) = 0 THEN pg_catalog.format('%s', ${column}) END`;
}
