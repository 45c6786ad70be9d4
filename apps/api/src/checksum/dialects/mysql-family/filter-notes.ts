import type { ServerConnection } from '@cutover/databases';

/** The replication filters of the target's default channel. Every account may read them. MySQL has no such variables. */
const filters = [
  ...['replicate_do_db', 'replicate_ignore_db', 'replicate_do_table', 'replicate_ignore_table'],
  ...['replicate_wild_do_table', 'replicate_wild_ignore_table'],
] as const;

/** Answers one row with a column for each filter; empty where it is not set. */
const filtersStatement = `SELECT ${filters.map((name) => `@@GLOBAL.${name} AS ${name}`).join(', ')}`;

/** A note for the result where the target filters what it replicates; none where it does not, or cannot be asked. */
export async function readFilterNotes(target: ServerConnection, signal: AbortSignal): Promise<readonly string[]> {
  if (target.engine !== 'mariadb') return [];
  try {
    const [row] = await target.query<Record<string, string | null>>(filtersStatement, [], { signal });
    return filterNotes(row ?? {});
  } catch {
    return [];
  }
}

/** Pure: the note that names the filters that are set. */
export function filterNotes(row: Readonly<Record<string, string | null>>): string[] {
  const set = Object.entries(row).flatMap(([name, value]) => (value ? [`${name} = ${value}`] : []));
  if (set.length === 0) return [];
  return [
    `The target replicates with filters (${set.join('; ')}): rows that it leaves out on purpose differ like any others`,
  ];
}
