import { restoreBackup, type RestoreOutcome } from '../../backups/restore/restore-backup.js';
import type { Command, CommandOptions, Terminal } from '../command.js';
import { runInterruptible } from '../interruptible.js';
import { CannotRun } from '../cannot-run.js';
import { durationText } from '../verify/text.js';
import {
  backupConfigOf,
  backupsNamed,
  catalogueOf,
  exitBackup,
  identityFilesOf,
  oneNamed,
  fileOption,
  sharedOptions,
  storagesOf,
  textOf,
} from './backup-options.js';
import { ByteProgress } from './byte-progress.js';

/** `backup restore`: into an empty database of a server that may be restored to. */
export const backupRestoreCommand: Command = {
  name: 'backup restore',
  usage:
    'backup restore --id ID --to SERVER [--database D] [--identity FILE]… [--storage S] [--config FILE [--from-file]]',
  summary: 'restores into an empty database, made anew where it is not there; exit 0, 1 rows differ, 3 could not',
  options: {
    ...sharedOptions,
    ...fileOption,
    id: { type: 'string' },
    to: { type: 'string' },
    database: { type: 'string', short: 'd' },
    identity: { type: 'string', short: 'i', multiple: true },
  },
  run: (typed, terminal) =>
    runInterruptible(
      terminal,
      {
        verb: 'restore',
        interrupted: 'the database that was being restored is not whole: drop it.',
        exitCannotRun: exitBackup.cannotRun,
      },
      (signal) => restoreAsTyped(typed, terminal, signal),
    ),
};

async function restoreAsTyped(typed: CommandOptions, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const config = await backupConfigOf(typed, terminal);
  const [id, to] = [textOf(typed, 'id'), textOf(typed, 'to')];
  if (id === null || to === null) throw new CannotRun('--id and --to are needed: which backup, and to which server');
  const server = oneNamed(config.backups.restoreServers, to, 'server under backups.restoreServers');
  const { known, failures } = await catalogueOf(storagesOf(config, typed));
  for (const failure of failures) terminal.complain(failure);
  const [{ storage, folder, manifest }] = backupsNamed(known, id);
  if (manifest.accounts !== null)
    throw new CannotRun(
      `${id} holds the accounts of a server, which no database is restored from: RESTORE.txt beside it says how they are, by hand`,
    );
  if (manifest.engine !== server.engine)
    throw new CannotRun(`${id} is a dump of ${manifest.engine}, and ${to} is a server of ${server.engine}`);
  const identityFiles = identityFilesOf(config, typed);
  if (manifest.encryption !== null && identityFiles.length === 0)
    throw new CannotRun(
      `${id} is encrypted: give --identity FILE with the secret key of one of ${manifest.encryption.recipients.join(', ')}`,
    );
  const database = textOf(typed, 'database') ?? manifest.database;
  const progress = new ByteProgress(terminal.status, `${id} to ${to}`, BigInt(manifest.dump.bytes));
  const startedMs = performance.now();
  let isBegun = false;
  const outcome = await restoreBackup({
    ...{ storage, folder, manifest, database, identityFiles, signal, isThrowaway: false },
    endpoint: { ...server, rds: false },
    onBegin: () => (isBegun = true),
    onProgress: ({ dumpBytes }) => progress.tell(dumpBytes),
  })
    .finally(() => progress.end())
    .catch((error: unknown) => {
      if (isBegun && !signal.aborted)
        terminal.complain(
          `What was restored until it failed stays in ${database} on ${to}: drop that database before you try again.`,
        );
      throw error;
    });
  terminal.print(
    `${id} restored to ${database} on ${to} in ${durationText(performance.now() - startedMs)}: ${words(outcome)}`,
  );
  for (const difference of outcome.differences) terminal.complain(difference);
  return outcome.differences.length === 0 ? exitBackup.well : exitBackup.faults;
}

function words({ countedTables, differences }: RestoreOutcome): string {
  if (countedTables === 0) return 'its dump counts no rows, so none were compared';
  return `${countedTables - differences.length} of ${countedTables} tables have the rows that the dump holds`;
}
