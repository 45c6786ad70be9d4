import { accountsDatabase, type BackupRun } from '@cutover/contracts';
import type { BackupScheduleConfig, BackupServerConfig } from '../../config/backups.schema.js';
import { anyGlob } from '../../tables/table-selection.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { slotsAfter } from '../schedule/slots.js';
import { addressOf } from '../servers/address-of.js';

const dayMs = 24 * 3_600_000;
/** A database that was dropped on purpose is asked for so long after the run that should have had it. */
const askedForMs = 30 * dayMs;

/** What was backed up by a schedule of a server. */
export interface BackedUp {
  schedule: BackupScheduleConfig;
  server: BackupServerConfig;
  /** Of this server and schedule, the newest first. */
  runs: readonly BackupRun[];
  views: readonly StorageView[];
  /** Databases of the last run. */
  promised: readonly string[];
}

/**
 * Pure: databases that were backed up by a schedule and that its last run did not see, each with when it was backed up last (UTC ISO text).
 * An account whose rights were revoked sees nothing of a database, as if it had been dropped: nobody can tell the two apart. Only where all
 * databases of a server are backed up; one that is excluded is not asked for, and none for longer than a month.
 */
export function droppedOut({ schedule, server, runs, views, promised }: BackedUp, now: Date): Map<string, string> {
  // Without a run nobody knows what it would see.
  if (server.databases !== undefined || promised.length === 0) return new Map();
  const isExcluded = anyGlob(server.excludeDatabases);
  const own = views
    .flatMap(({ entries }) => entries.flatMap((entry) => ('manifest' in entry ? [entry.manifest] : [])))
    .filter((manifest) => manifest.server === server.name && manifest.type === schedule.name);
  // Of another server that had the name nothing is expected here.
  const ofOther = ({ address }: { address?: string | undefined }): boolean =>
    address !== undefined && address !== addressOf(server);
  const otherIds = new Set(own.filter(ofOther).map(({ id }) => id));
  const seen = [
    ...own.map(({ id, database, startedAt }) => ({ id, database, startedAt })),
    ...runs.flatMap(({ startedAt, databases }) =>
      databases.map(({ backupId, database }) => ({ id: backupId, database, startedAt })),
    ),
  ];
  const [first, second] = slotsAfter(schedule, now, 2);
  const gapMs = first === undefined || second === undefined ? 0 : second.getTime() - first.getTime();
  const since = new Date(now.getTime() - askedForMs - gapMs).toISOString();
  const last = new Map<string, string>();
  for (const { id, database, startedAt } of seen) {
    if (id === null || otherIds.has(id) || startedAt < since || startedAt > now.toISOString()) continue;
    // Accounts that are left out are told of by their run.
    if (database === null || database === accountsDatabase) continue;
    if (promised.includes(database) || isExcluded(database)) continue;
    if (startedAt > (last.get(database) ?? '')) last.set(database, startedAt);
  }
  return new Map([...last].sort(([a], [b]) => (a < b ? -1 : 1)));
}
