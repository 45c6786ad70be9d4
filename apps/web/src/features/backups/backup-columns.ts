import type { Backup, BackupRestoreTest, BackupRun } from '@cutover/contracts';
import { formatCount } from '../../format/figures.js';
import { proofLook } from '../../looks/backup-look.js';
import type { TableColumn } from '../../ui/sort-rows.js';
import { toneRank } from '../../ui/tone.js';

/** What is told of a backup, in columns. */
export const backupColumns: TableColumn<Backup>[] = [
  { key: 'database', label: 'Database', sortValue: ({ server, database }) => `${server} ${database}` },
  { key: 'proof', label: 'Proved', sortValue: (backup) => toneRank[proofLook(backup).tone] },
  { key: 'startedAt', label: 'Begun', sortValue: ({ startedAt }) => startedAt },
  { key: 'type', label: 'Type', sortValue: ({ type }) => type },
  { key: 'bytes', label: 'Size', align: 'end', sortValue: ({ bytes }) => BigInt(bytes) },
  { key: 'places', label: 'Lies in', isMinor: true },
  { key: 'act', label: '' },
];

/** What stands under a backup: what is wrong with it in a storage, who holds it, and that retention will delete it. */
export function backupNote({ places }: Backup): string | undefined {
  const notes = places.flatMap(({ storage, fault, hold, keptBecause }) => [
    ...(fault === null ? [] : [`${storage}: ${fault}`]),
    ...(hold === null ? [] : [`${storage}: held by ${hold.by}: ${hold.why}`]),
    ...(keptBecause.length > 0 ? [] : [`${storage}: no rule keeps it, the next retention deletes it`]),
  ]);
  return notes.length === 0 ? undefined : notes.join('. ');
}

/** What is told of a run, in columns. */
export const runColumns: TableColumn<BackupRun>[] = [
  { key: 'server', label: 'Server', sortValue: ({ server }) => server },
  { key: 'state', label: 'State', sortValue: ({ state }) => state },
  { key: 'startedAt', label: 'Begun', sortValue: ({ startedAt }) => startedAt },
  { key: 'type', label: 'Type', sortValue: ({ type }) => type },
  { key: 'took', label: 'Took', align: 'end', sortValue: tookMs },
  { key: 'databases', label: 'Databases', align: 'end', sortValue: ({ databases }) => databases.length },
];

/** How long a run took; null: it goes on. */
export function tookMs({ startedAt, endedAt }: Pick<BackupRun, 'startedAt' | 'endedAt'>): number | null {
  return endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
}

/** What stands under a run: why it, or a part of it, failed. */
export function runNote({ failure, databases }: BackupRun): string | undefined {
  const notes = databases.flatMap(({ database, failure: own, skipped, storages }) => [
    ...(own === null ? [] : [`${database ?? 'server'}: ${own}`]),
    ...(skipped === null ? [] : [skipped]),
    ...storages.flatMap(({ failure: stored }) => (stored === null ? [] : [`${database}: ${stored}`])),
  ]);
  return [...(failure === null ? [] : [failure]), ...notes].join(' ') || undefined;
}

/** What is told of a restore test, in columns. */
export const testColumns: TableColumn<BackupRestoreTest>[] = [
  { key: 'database', label: 'Database', sortValue: ({ server, database }) => `${server} ${database}` },
  { key: 'state', label: 'Answer', sortValue: ({ state }) => state },
  { key: 'startedAt', label: 'Begun', sortValue: ({ startedAt }) => startedAt },
  { key: 'tables', label: 'Tables', align: 'end', sortValue: ({ tables }) => tables?.identical ?? null },
  { key: 'took', label: 'Restored in', align: 'end', sortValue: ({ restoreMs }) => restoreMs },
  { key: 'storage', label: 'From', isMinor: true, sortValue: ({ storage }) => storage },
];

/** `18 tables identical`, `17 of 18 identical`; null: they were not compared. */
export function tablesText({ tables }: Pick<BackupRestoreTest, 'tables'>): string | null {
  if (tables === null) return null;
  return tables.identical === tables.compared
    ? `${formatCount(tables.compared, 'table')} identical`
    : `${tables.identical} of ${tables.compared} identical`;
}
