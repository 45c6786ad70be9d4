import type { BackupRun, BackupRunDatabase } from '@cutover/contracts';
import type { Look } from '../../ui/tone.js';

/** What came of one database in one storage, or of the dump itself. */
export interface RunStep {
  id: string;
  database: string;
  /** null: it did not come to a storage. */
  storage: string | null;
  look: Look;
  /** Why it failed, and what to do. */
  failure: string | null;
}

const stored: Look = { word: 'Stored', tone: 'good' };
const readBack: Look = { word: 'Stored, read back', tone: 'good' };
const storedLater: Look = { word: 'Stored later', tone: 'good' };
const notGood: Look = { word: 'Stored, no good', tone: 'critical' };
const leftOut: Look = { word: 'Left out', tone: 'neutral' };
const notStored: Look = { word: 'Not stored', tone: 'critical' };
const notDumped: Look = { word: 'Not made', tone: 'critical' };

/** Pure: the steps of a run, in the order in which they were done. */
export function runSteps({ databases }: BackupRun): RunStep[] {
  return databases.flatMap((each) => stepsOf(each));
}

function stepsOf({ database, failure, skipped, storages }: BackupRunDatabase): RunStep[] {
  const name = database ?? 'The whole server';
  const dump = failure === null ? [] : [{ id: name, database: name, storage: null, look: notDumped, failure }];
  const left = { id: `${name} left out`, database: name, storage: null, look: leftOut };
  return [
    ...dump,
    ...(skipped === null ? [] : [{ ...left, failure: skipped }]),
    ...storages.map((storage) => ({
      ...{ id: `${name} ${storage.name}`, database: name, storage: storage.name, failure: storage.failure },
      look: lookOf(storage),
    })),
  ];
}

function lookOf({ failure, readBack: read, storedLaterAt }: BackupRunDatabase['storages'][number]): Look {
  if (read?.outcome === 'bad') return notGood;
  if (storedLaterAt !== null) return storedLater;
  if (failure !== null) return notStored;
  return read?.outcome === 'opened' || read?.outcome === 'stored' ? readBack : stored;
}

const nextSteps: Record<BackupRun['state'], string> = {
  running: 'Wait until it has ended.',
  complete: 'Nothing to do. That it restores is proved by a restore test.',
  partial:
    'What is stored can be restored. Mend what is named below: what another storage has is copied then by itself. For the rest press the button above, which backs up the whole server again.',
  failed: 'Nothing that can be restored was stored. Mend what is named below, then press the button above.',
  cancelled: 'What was stored before is kept. Press the button above to begin again.',
  interrupted: 'What was stored before is kept. The schedule goes on; press the button above not to wait for it.',
};

/** What to do after a run. */
export const nextStepOf = ({ state }: Pick<BackupRun, 'state'>): string => nextSteps[state];
