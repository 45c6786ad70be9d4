import type { BackupManifest } from '@cutover/contracts';
import { dumpDialects } from '../dump/dialects/registry.js';
import { dumpKindOf } from '../dump/dump-kind.js';
import { compressions } from '../run/compressions.js';

/**
 * Pure: how a backup is restored with stock tools alone, for whoever has nothing but the storage. `fetchCommands`: how the object is
 * fetched from it, one or the other; empty: it is a file beside the guide.
 */
export function restoreGuide(manifest: Told, fetchCommands: readonly string[] = []): string {
  const { object, encryption, compression, engine, accounts } = manifest;
  const stages = [
    encryption === null ? `cat ${object.name}` : `age --decrypt --identity KEY_FILE ${object.name}`,
    compressions[compression].decompressCommand,
    dumpKindOf(engine, accounts).restoreCommand,
  ].filter((stage) => stage !== null);
  const keys =
    encryption === null ? [] : ['', `KEY_FILE holds the secret key of one of: ${encryption.recipients.join(', ')}`];
  const fetching =
    fetchCommands.length === 0
      ? []
      : ['', 'Fetch it by one of these:', '', ...fetchCommands.map((command) => `  ${command}`)];
  return [
    ...headOf(manifest),
    '',
    'Cutover is not needed to restore it.',
    ...fetching,
    '',
    'Look first whether the file is whole:',
    '',
    `  echo '${object.sha256}  ${object.name}' | sha256sum --check`,
    '',
    ...(accounts === null ? databaseSteps(manifest) : accountsSteps(manifest)),
    '',
    `  ${stages.join(' | ')}`,
    ...keys,
    '',
  ].join('\n');
}

type Told = Omit<BackupManifest, 'finishedAt'>;

function headOf({ server, database, startedAt, accounts }: Told): string[] {
  if (accounts === null) return [`Database ${JSON.stringify(database)} of server ${server}, dumped at ${startedAt}.`];
  const passwords = accounts.hasPasswords
    ? 'Their password verifiers are in it: keep it secret.'
    : `Their passwords are not in it, since ${accounts.reason}. After a restore nobody can log in with one until you set it.`;
  return [`Accounts of server ${server} and their rights, dumped at ${startedAt}.`, passwords];
}

const versionOf = ({ serverVersion, client }: Told): string => serverVersion ?? client.version;

function databaseSteps(manifest: Told): string[] {
  const { databaseOptions } = manifest;
  const { restoreAdvice } = dumpDialects[manifest.engine];
  return [
    `Make an empty database (its name in place of DATABASE), on a server that is not older than ${versionOf(manifest)}:`,
    '',
    `  CREATE DATABASE DATABASE${databaseOptions === null ? '' : ` ${databaseOptions}`};`,
    ...(databaseOptions === null ? ['', optionsUnknown] : []),
    '',
    `Then read the dump into it${restoreAdvice === null ? ':' : `. ${restoreAdvice}`}`,
  ];
}

const optionsUnknown =
  'Which character set and collation the source has is not known here: name them as it has them, else those of the server hold.';

function accountsSteps(manifest: Told): string[] {
  const advice = dumpDialects[manifest.engine].accounts?.restoreAdvice ?? '';
  return [
    `Run it on a server that is not older than ${versionOf(manifest)}, as an account that may create others. ${advice}`,
  ];
}
