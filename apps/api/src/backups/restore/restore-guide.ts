import type { BackupManifest } from '@cutover/contracts';
import { dumpDialects } from '../dump/dialects/registry.js';
import { compressions } from '../run/compressions.js';

/**
 * Pure: how a backup is restored with stock tools alone, for whoever has nothing but the storage. `fetchCommands`: how the object is
 * fetched from it, one or the other; empty: it is a file beside the guide.
 */
export function restoreGuide(
  manifest: Omit<BackupManifest, 'finishedAt'>,
  fetchCommands: readonly string[] = [],
): string {
  const { object, encryption, compression, engine, databaseOptions } = manifest;
  const stages = [
    encryption === null ? `cat ${object.name}` : `age --decrypt --identity KEY_FILE ${object.name}`,
    compressions[compression].decompressCommand,
    dumpDialects[engine].restoreCommand,
  ].filter((stage) => stage !== null);
  const keys =
    encryption === null ? [] : ['', `KEY_FILE holds the secret key of one of: ${encryption.recipients.join(', ')}`];
  const fetching =
    fetchCommands.length === 0
      ? []
      : ['', 'Fetch it by one of these:', '', ...fetchCommands.map((command) => `  ${command}`)];
  return [
    `Database ${JSON.stringify(manifest.database)} of server ${manifest.server}, dumped at ${manifest.startedAt}.`,
    '',
    'Cutover is not needed to restore it.',
    ...fetching,
    '',
    'Look first whether the file is whole:',
    '',
    `  echo '${object.sha256}  ${object.name}' | sha256sum --check`,
    '',
    `Make an empty database (its name in place of DATABASE), on a server that is not older than ${manifest.serverVersion ?? manifest.client.version}:`,
    '',
    `  CREATE DATABASE DATABASE${databaseOptions === null ? '' : ` ${databaseOptions}`};`,
    '',
    'Then read the dump into it:',
    '',
    `  ${stages.join(' | ')}`,
    ...keys,
    '',
  ].join('\n');
}
