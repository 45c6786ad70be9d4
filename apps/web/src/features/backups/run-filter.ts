import type { BackupRun } from '@cutover/contracts';

/** Which runs are shown; '' is any. */
export interface RunFilter {
  server: string;
  database: string;
  type: string;
  state: string;
}

export const anyRun: RunFilter = { server: '', database: '', type: '', state: '' };

const valuesOf: Record<keyof RunFilter, (run: BackupRun) => string[]> = {
  server: ({ server }) => [server],
  database: ({ databases }) => databases.flatMap(({ database }) => (database === null ? [] : [database])),
  type: ({ type }) => [type],
  state: ({ state }) => [state],
};
const keys = Object.keys(valuesOf) as (keyof RunFilter)[];

/** Pure: the runs that are wanted. A run that did not come to a database is not one of it. */
export function filterRuns(runs: readonly BackupRun[], wanted: RunFilter): BackupRun[] {
  return runs.filter((run) => keys.every((key) => wanted[key] === '' || valuesOf[key](run).includes(wanted[key])));
}

/** Pure: what can be chosen, in order; what is chosen stays there. */
export function choicesOf(runs: readonly BackupRun[], key: keyof RunFilter, chosen: string): string[] {
  return [...new Set([...runs.flatMap(valuesOf[key]), ...(chosen === '' ? [] : [chosen])])].sort();
}
