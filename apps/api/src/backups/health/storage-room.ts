import type { BackupFinding } from '@cutover/contracts';
import { bytesText } from '../../checks/texts/amounts-text.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { passing } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { findingOf } from './backup-knowledge.js';

/** Room for so many rounds of backups is wanted before it is called nearly full. */
const wantedRounds = 3n;
/** Where nothing lies there yet that tells what a round needs: this share of it is wanted free. */
const wantedShare = 0.1;

/** Whether the storages can be read. A request that was not answered once is no outage yet. */
export const backupStorageCheck: BackupCheck = {
  ...{ id: 'backup-storage', policy: passing, isGone: () => true },
  judge: ({ views }) => views.map(readable),
};

/** Whether the next backups fit. Room comes and goes with each backup and each deletion. */
export const backupStorageRoomCheck: BackupCheck = {
  ...{ id: 'backup-storage-room', policy: passing, isGone: () => true },
  judge: ({ views, spaces }) => views.flatMap((view) => room(view, spaces.get(view.storage.name) ?? null)),
};

function readable({ storage: { name: subject }, failure, readAt }: StorageView): BackupFinding {
  if (failure !== null)
    return findingOf({
      ...{ check: 'backup-storage', subject, outcome: 'fail', severity: 'CRITICAL', message: failure },
      action:
        'Mend it: until then nothing is stored there, nothing is deleted there, and what lies there is not known.',
    });
  return readAt === null
    ? findingOf({
        ...{ check: 'backup-storage', subject, outcome: 'unknown', severity: 'INFO' },
        ...{ message: 'It is being read for the first time.', action: 'Wait a moment.' },
      })
    : findingOf({
        ...{ check: 'backup-storage', subject, outcome: 'pass', severity: 'INFO' },
        ...{ message: `It was read at ${readAt}.`, action: '' },
      });
}

function room(
  view: StorageView,
  space: { freeBytes: number; totalBytes: number } | { failure: string } | null,
): BackupFinding[] {
  if (space === null) return [];
  const { name: subject } = view.storage;
  const say = (
    outcome: BackupFinding['outcome'],
    severity: BackupFinding['severity'],
    message: string,
  ): BackupFinding =>
    findingOf({
      ...{ check: 'backup-storage-room', subject, outcome, severity, message },
      action:
        outcome === 'pass' ? '' : 'Make room, or keep fewer: GET /api/backups/retention says what would be deleted.',
    });
  if ('failure' in space) return [say('unknown', 'WARNING', space.failure)];
  const free = BigInt(Math.floor(space.freeBytes));
  const needed = roundBytes(view);
  const told = `${bytesText(space.freeBytes)} of ${bytesText(space.totalBytes)} are free`;
  if (needed === 0n) {
    const isLow = space.freeBytes < space.totalBytes * wantedShare;
    return [say(isLow ? 'fail' : 'pass', isLow ? 'WARNING' : 'INFO', `${told}.`)];
  }
  const words = `${told}, and the newest backups of all databases together have ${bytesText(Number(needed))}.`;
  if (free < needed) return [say('fail', 'CRITICAL', `${words} The next ones do not fit.`)];
  return [free < needed * wantedRounds ? say('fail', 'WARNING', words) : say('pass', 'INFO', words)];
}

/** What the newest backup of each database has in all: about what the next round needs. */
function roundBytes({ entries }: StorageView): bigint {
  const newest = new Map<string, { id: string; bytes: bigint }>();
  for (const entry of entries) {
    if ('fault' in entry) continue;
    const { id, server, database } = entry.manifest;
    const key = JSON.stringify([server, database]);
    const known = newest.get(key);
    if (known === undefined || id > known.id) newest.set(key, { id, bytes: entry.bytes });
  }
  return [...newest.values()].reduce((sum, { bytes }) => sum + bytes, 0n);
}
