import type { ServerConnection } from '@cutover/databases';
import { readReplicaRows } from '@cutover/databases/mysql-family';

/** The replication filters of the target's default channel. Every account may read them. */
const filters = [
  ...['replicate_do_db', 'replicate_ignore_db', 'replicate_do_table', 'replicate_ignore_table'],
  ...['replicate_wild_do_table', 'replicate_wild_ignore_table'],
] as const;

/** Answers one row with a column for each filter; empty where it is not set. */
const filtersStatement = `SELECT ${filters.map((name) => `@@GLOBAL.${name} AS ${name}`).join(', ')}`;

/** A note for the result where the target filters what it replicates; none where it does not, or cannot be asked. */
export async function readFilterNotes(target: ServerConnection, signal: AbortSignal): Promise<readonly string[]> {
  try {
    // MySQL has no such variables: its filters stand beside the state of each channel.
    if (target.engine === 'mysql') return filterNotes(filtersIn(await readReplicaRows(target, { signal })));
    const [row] = await target.query<Record<string, string | null>>(filtersStatement, [], { signal });
    return filterNotes(row ?? {});
  } catch {
    return [];
  }
}

/** Pure: the filters of all channels, by their names on MariaDB. */
export function filtersIn(rows: readonly object[]): Record<string, string> {
  const columns = rows.flatMap((row) =>
    Object.entries(row).map(([name, value]) => [name.toLowerCase(), value] as const),
  );
  const values = (name: string): string[] => [
    ...new Set(columns.flatMap((column) => (column[0] === name && column[1] ? [String(column[1])] : []))),
  ];
  return Object.fromEntries(filters.map((name) => [name, values(name).join(',')]));
}

/** Pure: the note that names the filters that are set. */
export function filterNotes(row: Readonly<Record<string, string | null>>): string[] {
  const set = Object.entries(row).flatMap(([name, value]) => (value ? [`${name} = ${value}`] : []));
  if (set.length === 0) return [];
  return [
    `The target replicates with filters (${set.join('; ')}): rows that it leaves out on purpose differ like any others`,
  ];
}
