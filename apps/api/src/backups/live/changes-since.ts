import type { BackupHealth, BackupRestoreTest, BackupRun, BackupsUpdate } from '@cutover/contracts';

/** What is known of backups at one moment. */
export interface LiveBackups {
  /** Under way, and those that ended since the moment before. */
  runs: readonly BackupRun[];
  restoreTests: readonly BackupRestoreTest[];
  /** null: not judged yet. */
  health: BackupHealth | null;
  catalogueRevision: number;
}

/** What was told: each run and test by its id as text, because the objects themselves go on changing. */
export interface ToldBackups {
  runs: ReadonlyMap<string, string>;
  restoreTests: ReadonlyMap<string, string>;
  findings: string;
  catalogueRevision: number;
}

const told = (each: readonly { id: string }[]): ReadonlyMap<string, string> =>
  new Map(each.map((one) => [one.id, JSON.stringify(one)]));

/** Pure: what is remembered once all of it was told. It does not grow: what has ended is forgotten with the next moment. */
export function toldOf({ runs, restoreTests, health, catalogueRevision }: LiveBackups): ToldBackups {
  const findings = JSON.stringify(health?.findings ?? null);
  return { runs: told(runs), restoreTests: told(restoreTests), findings, catalogueRevision };
}

/** Pure: what there is to tell after `before`; null: nothing. */
export function changesSince(before: ToldBackups, now: LiveBackups): BackupsUpdate | null {
  const { runs, restoreTests, findings, catalogueRevision } = toldOf(now);
  const changedRuns = now.runs.filter(({ id }) => before.runs.get(id) !== runs.get(id));
  const changedTests = now.restoreTests.filter(({ id }) => before.restoreTests.get(id) !== restoreTests.get(id));
  const health = findings === before.findings ? null : now.health;
  const isSame = changedRuns.length + changedTests.length === 0 && health === null;
  if (isSame && catalogueRevision === before.catalogueRevision) return null;
  return { isComplete: false, runs: changedRuns, restoreTests: changedTests, health, catalogueRevision };
}
