import { dirname, join } from 'node:path';
import { majorOf } from '../../programs/client-program.js';
import { startProgram } from '../../programs/child-program.js';
import { postgresDump } from '../../dump/dialects/postgres/dump-dialect.js';
import { intoProgram } from '../../run/into-program.js';
import { openingStages } from '../../verify/read-back.js';
import { CopyTextContent } from '../copy-text-content.js';
import type { DigestDialect, OpenableBackup, TableDigests } from '../digest-dialect.js';
import { watchClient, watchOutput } from '../watch-client.js';

/** The archive of a backup is turned into text by `pg_restore`, which needs no server for it. */
async function readArchive(
  { storage, folder, manifest, identityFiles }: OpenableBackup,
  program: string,
  signal: AbortSignal,
): Promise<TableDigests> {
  const content = new CopyTextContent();
  const source = await storage.read(`${folder}/${manifest.object.name}`);
  const running = await startProgram(program, ['--data-only', '--file=-'], { signal, writesLarge: true });
  await Promise.all([
    intoProgram([source, ...openingStages(manifest, identityFiles, signal)], running, signal),
    watchOutput(running, (bytes) => content.watch(bytes), signal),
  ]);
  return content.digests();
}

export const postgresDigests: DigestDialect = {
  // Another major version may write a value in another way.
  ofBackup: (backup, client, signal) =>
    majorOf(backup.manifest.client.version) === majorOf(client.version)
      ? readArchive(backup, join(dirname(client.path), 'pg_restore'), signal)
      : Promise.resolve(null),
  ofDatabase: async ({ endpoint, database, client }, signal) => {
    const content = new CopyTextContent();
    await watchClient(
      { engine: 'postgres', endpoint, program: client.path },
      (loginFile) => postgresDump.rowsCommand({ loginFile, endpoint, database }),
      (bytes) => content.watch(bytes),
      signal,
    );
    return content.digests();
  },
};
