import type { RetentionChoice, RetentionPlan } from '@cutover/contracts';
import {
  isWhole,
  type BackupSummary,
  type CatalogueEntry,
  type NoBackup,
  type StoredBackup,
} from '../catalogue/read-catalogue.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { databaseFolder } from '../storages/backup-storage.js';
import { chooseKept } from './choose-kept.js';
import { isVerified } from '../verify/proof.js';
import { readWithinMs } from '../verify/read-within.js';
import { orphansIn } from './orphans.js';
import { policyFor, type RetentionRules } from './retention-rules.js';

type Stored = StoredBackup<BackupSummary>;

/** The backups of one type of one database of one server in one storage: they are counted by themselves. The newest first. */
interface Group {
  storage: string;
  server: string;
  database: string;
  type: string;
  backups: Stored[];
}

/** Why a group, or one of it, is kept without asking the policy. */
export const keptUnasked = {
  noPolicy: 'no retention holds for it: neither its storage nor a schedule of its type has one',
  otherServer: 'its server is not in this configuration: whoever backs it up decides',
  future: 'dated in the future: a clock was wrong, and it counts for nothing',
  notWhole: 'its dump is missing or of another size: it counts for nothing, and a sweep may remove it',
  unread: 'it is still to be read back: until then it counts for nothing',
  foundBad: 'it was found to be no good when it was read back: it counts for nothing',
  newestNotWhole: 'nothing is deleted while the newest backup is not whole, or was found to be no good',
  newestUnreadable: 'nothing is deleted while the manifest of a newer backup cannot be read',
} as const;

/**
 * Pure: what retention does with each backup of a storage, and why. A backup is deleted only where a policy says so of a group whose newest
 * backup is whole, and not known to be no good. One that is still to be read back counts for nothing. What is dated after `now` neither is deleted nor counts, so that a wrong clock deletes nothing else.
 */
export function planRetention(
  entries: readonly CatalogueEntry<BackupSummary>[],
  rules: RetentionRules,
  now: Date,
): RetentionChoice[] {
  const unreadable = entries.filter(
    (entry): entry is NoBackup => 'fault' in entry && entry.kind === 'unreadable-manifest',
  );
  return groupsOf(entries).flatMap((group) => choicesOf(group, unreadable, rules, now));
}

function groupsOf(entries: readonly CatalogueEntry<BackupSummary>[]): Group[] {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    if ('fault' in entry) continue;
    const { server, database, type } = entry.manifest;
    const storage = entry.storage.name;
    const key = JSON.stringify([storage, server, database, type]);
    const group = groups.get(key) ?? { storage, server, database, type, backups: [] };
    groups.set(key, group);
    group.backups.push(entry);
  }
  for (const { backups } of groups.values()) backups.sort((a, b) => startedMs(b) - startedMs(a));
  return [...groups.values()];
}

const startedMs = ({ manifest }: Stored): number => Date.parse(manifest.startedAt);

function choicesOf(group: Group, unreadable: readonly NoBackup[], rules: RetentionRules, now: Date): RetentionChoice[] {
  const all = (reason: string): RetentionChoice[] => group.backups.map((each) => choiceOf(each, [reason]));
  const policy = policyFor(rules, group.storage, group.type);
  if (!rules.servers.has(group.server)) return all(keptUnasked.otherServer);
  if (policy === null) return all(keptUnasked.noPolicy);
  const past = group.backups.filter((each) => startedMs(each) <= now.getTime());
  const future = group.backups.filter((each) => startedMs(each) > now.getTime());
  const frozen = whyFrozen(group, past[0], unreadable);
  if (frozen !== null) return all(frozen);
  const candidates = past.map((each) => ({
    ...{ id: each.manifest.id, takenAt: each.manifest.startedAt, isComplete: whyUncounted(each, rules, now) === null },
    ...{ isVerified: isVerified(each), isProved: each.proof !== null, isHeld: each.hold !== null },
  }));
  const reasons = new Map(chooseKept(candidates, policy).map((choice) => [choice.id, choice.reasons]));
  return [
    ...future.map((each) => choiceOf(each, [keptUnasked.future])),
    ...past.map((each) =>
      choiceOf(each, reasons.get(each.manifest.id) ?? [whyUncounted(each, rules, now) ?? keptUnasked.notWhole]),
    ),
  ];
}

/** null: it counts. */
function whyUncounted(backup: Stored, { isReadBack }: RetentionRules, now: Date): string | null {
  const { objectFault, foundBad, proof, manifest } = backup;
  if (objectFault !== null) return keptUnasked.notWhole;
  if (foundBad !== null) return keptUnasked.foundBad;
  const isYoung = now.getTime() - Date.parse(manifest.finishedAt) < readWithinMs;
  return isReadBack && proof === null && isYoung ? keptUnasked.unread : null;
}

function whyFrozen(group: Group, newest: Stored | undefined, unreadable: readonly NoBackup[]): string | null {
  if (newest !== undefined && !isWhole(newest)) return keptUnasked.newestNotWhole;
  const database = `${databaseFolder(group)}/`;
  const isNewer = ({ folder }: NoBackup): boolean =>
    folder.startsWith(database) && (newest === undefined || folder > newest.folder);
  return unreadable.some(isNewer) ? keptUnasked.newestUnreadable : null;
}

function choiceOf({ storage, folder, manifest, bytes }: Stored, reasons: readonly string[]): RetentionChoice {
  const { id, server, database, type, startedAt } = manifest;
  const isKept = reasons.length > 0;
  return {
    ...{ storage: storage.name, folder, id, server, database, type, startedAt, bytes: String(bytes), isKept },
    reasons: isKept ? [...reasons] : ['no rule keeps it'],
  };
}

/** Pure: what an application would do in every storage, as it is told. */
export function planOf(views: readonly StorageView[], rules: RetentionRules, now: Date): RetentionPlan {
  const readable = views.filter(({ failure }) => failure === null);
  const choices = readable.flatMap(({ entries }) => planRetention(entries, rules, now));
  const doomed = choices.filter(({ isKept }) => !isKept);
  return {
    ...{ wouldDelete: doomed.length, wouldKeep: choices.length - doomed.length },
    failures: views.flatMap(({ storage, failure }) => (failure === null ? [] : [{ storage: storage.name, failure }])),
    choices: [...doomed, ...choices.filter(({ isKept }) => isKept)],
    orphans: readable.flatMap(({ entries }) => orphansIn(entries, now)),
  };
}
