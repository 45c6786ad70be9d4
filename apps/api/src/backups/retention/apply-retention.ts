import type { RetentionChoice, RetentionOutcome } from '@cutover/contracts';
import { messageOf } from '../../failures/message-of.js';
import { isWhole, type BackupSummary, type CatalogueEntry, type StoredBackup } from '../catalogue/read-catalogue.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { sweepAbandoned } from '../storages/sweep-abandoned.js';
import { deleteBackup, endDeletion } from './delete-backup.js';
import { orphansIn } from './orphans.js';
import { planRetention } from './plan-retention.js';
import type { RetentionRules } from './retention-rules.js';

/** An application deletes at most so many in one storage; the next one goes on. */
const mostDeleted = 1_000;

/** Who deletes, and when. */
export interface Deleting {
  now: Date;
  /** A person, or `retention`. */
  by: string;
  signal: AbortSignal;
}

/**
 * Deletes in one storage what no rule keeps, the oldest first, ends deletions that were begun, and removes what crashes left half written. `entries`: as they are now. Where the
 * newest backup of a group cannot be read, nothing of the group is deleted. Never rejects for what cannot be done: that is a failure in
 * the outcome.
 */
export async function applyRetention(
  storage: BackupStorage,
  entries: readonly CatalogueEntry<BackupSummary>[],
  rules: RetentionRules,
  deleting: Deleting,
): Promise<RetentionOutcome> {
  const outcome = emptyOutcome();
  await endDeletions(storage, entries, deleting.signal, outcome);
  await sweepAbandoned(storage, deleting.now).catch((error: unknown) => outcome.failures.push(messageOf(error)));
  const plan = planRetention(entries, rules, deleting.now);
  const doomed = plan.filter(({ isKept }) => !isKept).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  const unread = await groupsWithUnreadableNewest(entries, plan, doomed, { now: deleting.now, outcome });
  const tombstone = { deletedAt: deleting.now.toISOString(), by: deleting.by, why: 'no rule of retention keeps it' };
  for (const choice of doomed.filter((each) => !unread.has(groupOf(each)))) {
    if (deleting.signal.aborted || outcome.deleted.length >= mostDeleted) outcome.left += 1;
    else await trying(outcome, choice, () => deleteBackup(storage, choice.folder, tombstone));
  }
  outcome.kept =
    plan.length - outcome.deleted.filter(({ folder }) => plan.some((each) => each.folder === folder)).length;
  return outcome;
}

/** Removes orphans of one storage: those that say of themselves that a sweep removes them. */
export async function sweepOrphans(
  storage: BackupStorage,
  entries: readonly CatalogueEntry<BackupSummary>[],
  { now, by, signal }: Deleting,
): Promise<RetentionOutcome> {
  const outcome = emptyOutcome();
  const tombstone = { deletedAt: now.toISOString(), by, why: 'an orphan that was swept' };
  for (const orphan of orphansIn(entries, now).filter(({ isSweepable }) => isSweepable)) {
    if (signal.aborted || outcome.deleted.length >= mostDeleted) outcome.left += 1;
    else
      await trying(outcome, orphan, () =>
        orphan.kind === 'deletion-under-way'
          ? endDeletion(storage, orphan.folder)
          : deleteBackup(storage, orphan.folder, tombstone),
      );
  }
  outcome.kept = entries.filter((entry) => 'manifest' in entry && entry.objectFault === null).length;
  return outcome;
}

/** Pure: what came of several storages. */
export function joinOutcomes(outcomes: readonly RetentionOutcome[]): RetentionOutcome {
  const sum = (of: (outcome: RetentionOutcome) => number): number =>
    outcomes.reduce((total, each) => total + of(each), 0);
  return {
    deleted: outcomes.flatMap(({ deleted }) => deleted),
    ...{ kept: sum(({ kept }) => kept), left: sum(({ left }) => left) },
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

const emptyOutcome = (): RetentionOutcome => ({ deleted: [], kept: 0, left: 0, failures: [] });

async function endDeletions(
  storage: BackupStorage,
  entries: readonly CatalogueEntry<BackupSummary>[],
  signal: AbortSignal,
  outcome: RetentionOutcome,
): Promise<void> {
  for (const entry of entries)
    if ('fault' in entry && entry.kind === 'being-deleted' && !signal.aborted)
      await trying(outcome, { ...entry, storage: storage.name, bytes: String(entry.bytes) }, () =>
        endDeletion(storage, entry.folder),
      );
}

async function trying(
  outcome: RetentionOutcome,
  { storage, folder, bytes }: RetentionOutcome['deleted'][number],
  remove: () => Promise<'deleted' | 'held'>,
): Promise<void> {
  try {
    if ((await remove()) === 'deleted') outcome.deleted.push({ storage, folder, bytes });
  } catch (error) {
    outcome.failures.push(messageOf(error));
  }
}

const groupOf = ({ server, database, type }: Pick<RetentionChoice, 'server' | 'database' | 'type'>): string =>
  JSON.stringify([server, database, type]);

/** Before something goes, the beginning of the newest that stays is read: a right that was lost, or a disk that gives errors, shows there. */
async function groupsWithUnreadableNewest(
  entries: readonly CatalogueEntry<BackupSummary>[],
  plan: readonly RetentionChoice[],
  doomed: readonly RetentionChoice[],
  { now, outcome }: { now: Date; outcome: RetentionOutcome },
): Promise<Set<string>> {
  const unread = new Set<string>();
  const stored = new Map(entries.flatMap((entry) => ('manifest' in entry ? [[entry.folder, entry] as const] : [])));
  for (const group of new Set(doomed.map(groupOf))) {
    const newest = plan
      .filter((choice) => choice.isKept && groupOf(choice) === group && choice.startedAt <= now.toISOString())
      .map(({ folder }) => stored.get(folder))
      .filter((each) => each !== undefined && isWhole(each))
      .sort((a, b) => (a!.manifest.startedAt < b!.manifest.startedAt ? 1 : -1))[0];
    const fault = newest === undefined ? 'there is none that is whole' : await whyUnreadable(newest);
    if (fault === null) continue;
    unread.add(group);
    outcome.failures.push(
      `Nothing of ${newest?.folder ?? group} and its like was deleted, since the newest backup that would stay cannot be read: ${fault}`,
    );
  }
  return unread;
}

async function whyUnreadable({ storage, folder, manifest }: StoredBackup<BackupSummary>): Promise<string | null> {
  try {
    const source = await storage.read(`${folder}/${manifest.object.name}`);
    for await (const bytes of source) if ((bytes as Buffer).length > 0) return null;
    return 'it is empty.';
  } catch (error) {
    return messageOf(error);
  }
}
