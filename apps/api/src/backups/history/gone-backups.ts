import type { BackupRun } from '@cutover/contracts';
import { isWhole } from '../catalogue/read-catalogue.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { isStored } from '../guard/run-result.js';
import { chooseKept, type KeptCandidate } from '../retention/choose-kept.js';
import { policyFor, type RetentionRules } from '../retention/retention-rules.js';
import { isVerified } from '../verify/proof.js';

/** What it is found out from. */
interface GoneSources {
  views: readonly StorageView[];
  runs: readonly BackupRun[];
  rules: RetentionRules;
}

/** A backup of a run. */
interface Made extends KeptCandidate {
  server: string;
  database: string | null;
  type: string;
}

/**
 * Pure: ids of backups that a run has stored in a storage and that are there no more, though retention would have kept them there: somebody
 * deleted them, or a folder is not mounted. What retention deletes is none of them.
 */
export function goneBackups({ views, runs, rules }: GoneSources): ReadonlySet<string> {
  const readable = views.filter(({ failure }) => failure === null);
  return new Set(readable.flatMap((view) => goneFrom(view, runs, rules)));
}

function goneFrom(view: StorageView, runs: readonly BackupRun[], rules: RetentionRules): string[] {
  const stored = view.entries.flatMap((entry) => ('manifest' in entry ? [entry] : []));
  const there = new Set(stored.map(({ manifest }) => manifest.id));
  const absent = runs.flatMap((run) => storedBy(run, view)).filter(({ id }) => !there.has(id));
  if (absent.length === 0) return [];
  const groups = new Map<string, Made[]>(absent.map((each) => [groupOf(each), []]));
  // What is no good counts for nothing in retention either.
  for (const each of stored.filter(isWhole)) {
    const { id, startedAt: takenAt } = each.manifest;
    const proved = { isVerified: isVerified(each), isProved: each.proof !== null };
    const candidate = { ...proved, id, takenAt, isComplete: true, isHeld: each.hold !== null };
    groups.get(groupOf(each.manifest))?.push({ ...each.manifest, ...candidate });
  }
  for (const each of absent) groups.get(groupOf(each))?.push(each);
  return [...groups.values()].flatMap((group) => {
    const policy = policyFor(rules, view.storage.name, group[0]!.type);
    const kept = policy === null ? group : chooseKept(group, policy).filter(({ reasons }) => reasons.length > 0);
    return kept.map(({ id }) => id).filter((id) => !there.has(id));
  });
}

/** What a run has stored in a storage that was looked at since. */
function storedBy(
  { server, type, startedAt, endedAt, databases }: BackupRun,
  { storage, readAt }: StorageView,
): Made[] {
  return databases.flatMap(({ database, backupId: id, storages }) => {
    const place = storages.find(({ name }) => name === storage.name);
    const since = place?.storedLaterAt ?? endedAt;
    if (id === null || place === undefined || !isStored(place) || since === null || (readAt ?? '') <= since) return [];
    const takenAt = takenAtOf(id) ?? startedAt;
    const proved = { isVerified: false, isProved: false };
    return [{ ...{ server, database, type, id, takenAt }, ...proved, isComplete: true, isHeld: false }];
  });
}

const groupOf = ({ server, database, type }: Pick<Made, 'server' | 'database' | 'type'>): string =>
  JSON.stringify([server, database, type]);

/** When its dump was begun, as its id has it (`20261127t073000z-4f1c9a`); null: it is none of ours. */
function takenAtOf(id: string): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z-/.exec(id);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}
