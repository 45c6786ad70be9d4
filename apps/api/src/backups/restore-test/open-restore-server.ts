import type { BackupManifest } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import { OperationalError } from '../../failures/failures.js';
import { givenServer } from '../scratch/given-server.js';
import type { ScratchServer } from '../scratch/scratch-server.js';
import { startThrowaway } from '../scratch/throwaway-server.js';

/** The server of `restoreTest.on`, or one that is made for it. Rejects with OperationalError. */
export async function openRestoreServer(
  { restoreTest, restoreServers }: CutoverConfig['backups'],
  { engine, serverVersion, client, dump }: BackupManifest,
  signal: AbortSignal,
): Promise<ScratchServer> {
  const given = restoreServers.find(({ name }) => name === restoreTest.on);
  if (given === undefined)
    return startThrowaway({
      ...{ engine, serverVersion: serverVersion ?? client.version, needsBytes: BigInt(dump.bytes) },
      ...{ folder: restoreTest.folder ?? null, signal },
    });
  if (given.engine === engine) return givenServer(given.name, { ...given, rds: false });
  throw new OperationalError(
    'OTHER_ENGINE',
    `The backup is of ${engine}, and ${given.name} (backups.restoreTest.on) is a server of ${given.engine}. Name one of ${engine}, or remove restoreTest.on so that one is made where that is possible (MariaDB, PostgreSQL).`,
  );
}
