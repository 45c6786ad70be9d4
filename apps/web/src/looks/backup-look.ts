import type { Backup, BackupDay, BackupRestoreTest, BackupRun } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';
import { findingLook } from './finding-look.js';

/** How a run of backups ended, or that it goes on. */
export const backupRunLook: Record<BackupRun['state'], Look> = {
  running: { word: 'Running', tone: 'neutral' },
  complete: { word: 'Complete', tone: 'good' },
  partial: { word: 'Partial', tone: 'warning' },
  failed: { word: 'Failed', tone: 'critical' },
  cancelled: { word: 'Cancelled', tone: 'warning' },
  interrupted: { word: 'Interrupted', tone: 'warning' },
};

const restoreTestLooks: Record<BackupRestoreTest['state'], Look> = {
  running: { word: 'Restoring', tone: 'neutral' },
  passed: { word: 'Restores', tone: 'good' },
  failed: { word: 'Does not restore', tone: 'critical' },
  undecided: { word: 'Not found out', tone: 'unknown' },
  interrupted: { word: 'Interrupted', tone: 'unknown' },
};

/** What came of restoring a backup. What was not found out is never good: nor is one whose rows were not compared. */
export const restoreTestLook = ({ state, tables }: Pick<BackupRestoreTest, 'state' | 'tables'>): Look =>
  state === 'passed' && tables === null
    ? { word: 'Restores, rows not compared', tone: 'neutral' }
    : restoreTestLooks[state];

/** What is said of all backups at once: what is wrong first. Good only where there is a backup at all. */
export function backupsLook(wrong: readonly Parameters<typeof findingLook>[0][], count: number): Look {
  const [first] = wrong;
  if (first !== undefined) return { tone: findingLook(first).tone, word: `${wrong.length} to look at` };
  return count === 0 ? { tone: 'unknown', word: 'No backup yet' } : { tone: 'good', word: 'As they should be' };
}

/** What is proved of a backup, by the best of its places. */
export function proofLook({ places }: Pick<Backup, 'places'>): Look {
  if (places.every(({ fault }) => fault !== null)) return { word: 'No good', tone: 'critical' };
  const levels = places.map(({ proof }) => proof?.level);
  if (levels.includes('restored')) return { word: 'Restored', tone: 'good' };
  if (levels.includes('read-back')) return { word: 'Read back', tone: 'neutral' };
  if (levels.includes('stored')) return { word: 'Not opened', tone: 'unknown' };
  return { word: 'Not tried', tone: 'unknown' };
}

/** A day of a database in the calendar: its word, its tone, and one character for the small square. */
export interface DayLook extends Look {
  sign: string;
}

/** What there is of a day. One that was restored is more than complete. */
export const dayLooks: Record<BackupDay['state'] | 'restored', DayLook> = {
  restored: { word: 'Restored to prove it', tone: 'good', sign: 'R' },
  complete: { word: 'Complete', tone: 'good', sign: '✓' },
  partial: { word: 'Not in every storage', tone: 'warning', sign: '½' },
  failed: { word: 'Failed', tone: 'critical', sign: '✕' },
  missing: { word: 'Missing', tone: 'critical', sign: '!' },
  'not-kept': { word: 'Made, not kept', tone: 'neutral', sign: '·' },
  'none-due': { word: 'None was due', tone: 'neutral', sign: '' },
  unknown: { word: 'Unknown', tone: 'unknown', sign: '?' },
};

/** The look of one day. */
export function dayLook({ state, isRestored }: BackupDay): DayLook {
  return dayLooks[state === 'complete' && isRestored ? 'restored' : state];
}
