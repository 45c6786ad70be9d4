import type { BackupReadBack, BackupRun, BackupRunDatabase } from '@cutover/contracts';
import type { ServerResult } from '../run/back-up-server.js';

/** Pure: what came of one database, as a run keeps it. */
export function databaseOf(result: ServerResult): BackupRunDatabase {
  const durationMs = Math.round(result.durationMs);
  const nothing = {
    backupId: null,
    bytes: null,
    dumpBytes: null,
    position: null,
    storages: [],
    failure: null,
    skipped: null,
  };
  const { database } = result;
  if ('skipped' in result) return { ...nothing, database, skipped: result.skipped, durationMs };
  if ('failure' in result) return { ...nothing, database, failure: result.failure, durationMs };
  const { manifest, storages } = result.outcome;
  return {
    ...{ database, backupId: manifest.id, bytes: manifest.object.bytes, dumpBytes: manifest.dump.bytes },
    ...{
      position: manifest.position,
      storages: storages.map((each) => ({ ...each, readBack: null, storedLaterAt: null })),
      failure: null,
      skipped: null,
      durationMs,
    },
  };
}

/** Pure: what a run has come to. `complete` only where every database is in every storage; what was left out on purpose counts for nothing. */
export function stateOf(databases: readonly BackupRunDatabase[]): BackupRun['state'] {
  const asked = databases.filter(({ skipped }) => skipped === null);
  const there = asked.filter(({ backupId, storages }) => backupId !== null && storages.some(isStored));
  if (there.length === 0) return 'failed';
  const isWhole = there.length === asked.length && there.every(({ storages }) => storages.every(isStored));
  return isWhole ? 'complete' : 'partial';
}

/** Pure: whether a backup of a run is in a storage, and good there as far as is known; also where it was copied there later. */
export const isStored = ({ failure }: Pick<KnownPlace, 'failure'>): boolean => failure === null;

/** Pure: a run that has ended, with what came of reading one of its backups back. One that is no good is in that storage no more. */
export function withReadBack(
  run: BackupRun,
  { readBack, ...place }: PlaceOfRun & { readBack: BackupReadBack },
): BackupRun {
  return withPlace(run, place, (known) => ({
    ...{ ...known, readBack },
    failure: readBack.outcome === 'bad' ? readBack.reason : known.failure,
  }));
}

/** Pure: a run that has ended, and one of whose backups was copied to a storage that it could not store it in. */
export function withStored(
  run: BackupRun,
  { storedLaterAt, ...place }: PlaceOfRun & { storedLaterAt: string },
): BackupRun {
  return withPlace(run, place, (known) => ({ ...known, failure: null, storedLaterAt }));
}

/** A backup of a run in one storage. */
interface PlaceOfRun {
  backupId: string;
  storage: string;
}
type KnownPlace = BackupRunDatabase['storages'][number];

function withPlace(
  run: BackupRun,
  { backupId, storage }: PlaceOfRun,
  change: (known: KnownPlace) => KnownPlace,
): BackupRun {
  const databases = run.databases.map((each) =>
    each.backupId === backupId
      ? { ...each, storages: each.storages.map((known) => (known.name === storage ? change(known) : known)) }
      : each,
  );
  const isJudged = run.state === 'complete' || run.state === 'partial';
  return { ...run, databases, state: isJudged ? stateOf(databases) : run.state };
}
