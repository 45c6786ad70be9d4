import type { BackupRun } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import type { BackupStore } from '../store/backup.store.js';

/** States that say how a run of all that was asked for went. */
const judged: ReadonlySet<BackupRun['state']> = new Set(['complete', 'partial', 'failed']);

/**
 * The runs that health is judged by, the newest first: the newest of all, and of each server and type those that are needed to know how its
 * last one went. A weekly run beside hourly ones of many servers is not among the newest of all for long. Rejects with StoreFault.
 */
export async function knownRuns(
  store: Pick<BackupStore, 'list' | 'newestOf'>,
  { servers, schedules }: Pick<CutoverConfig['backups'], 'servers' | 'schedules'>,
): Promise<BackupRun[]> {
  const known = new Map((await store.list(null)).map((run) => [run.id, run]));
  const keyOf = ({ server, type }: { server: string; type: string }): string => JSON.stringify([server, type]);
  const told = new Set([...known.values()].filter(({ state }) => judged.has(state)).map(keyOf));
  const types = ['manual', ...schedules.map(({ name }) => name)];
  for (const asked of servers.flatMap(({ name: server }) => types.map((type) => ({ server, type }))))
    if (!told.has(keyOf(asked)))
      for (const run of await store.newestOf(asked.server, asked.type)) known.set(run.id, run);
  return [...known.values()].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}
