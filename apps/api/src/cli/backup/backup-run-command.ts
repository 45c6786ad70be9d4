import { sweepLoginFiles } from '../../backups/dump/login-file.js';
import { missingStagePrograms, programMissing } from '../../backups/programs/stage-programs.js';
import { sweepAbandoned } from '../../backups/storages/sweep-abandoned.js';
import { backUpServer, type ServerResult } from '../../backups/run/back-up-server.js';
import type { BackupOutcome } from '../../backups/run/run-backup.js';
import { readBackNew } from '../../backups/verify/read-back-new.js';
import { bytesText } from '../../checks/texts/amounts-text.js';
import type { BackupServerConfig } from '../../config/backups.schema.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { messageOf } from '../../failures/message-of.js';
import type { Command, CommandOptions, Terminal } from '../command.js';
import { runInterruptible } from '../interruptible.js';
import { CannotRun } from '../cannot-run.js';
import { durationText } from '../verify/text.js';
import { backupConfigOf, exitBackup, oneNamed, sharedOptions, storagesOf, textOf, textsOf } from './backup-options.js';
import { ByteProgress } from './byte-progress.js';

/** `backup run`: backs up databases now, one after the other. */
export const backupRunCommand: Command = {
  name: 'backup run',
  usage: 'backup run [--config FILE] [--server S] [--database D]… [--storage S] [--type T]',
  summary: 'backs up now; exit 0 every one is in every storage, 1 something failed, 3 could not run',
  options: {
    ...sharedOptions,
    server: { type: 'string' },
    database: { type: 'string', short: 'd', multiple: true },
    type: { type: 'string' },
  },
  run: (typed, terminal) =>
    runInterruptible(
      terminal,
      {
        verb: 'back up',
        interrupted: 'the backup that was under way is in no storage.',
        exitCannotRun: exitBackup.cannotRun,
      },
      (signal) => runAsTyped(typed, terminal, signal),
    ),
};

async function runAsTyped(typed: CommandOptions, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const config = await backupConfigOf(typed, terminal);
  const { servers } = config.backups;
  const name = textOf(typed, 'server');
  const chosen = name === null ? servers : [oneNamed(servers, name, 'server')];
  if (chosen.length === 0) throw new CannotRun('the configuration names no server: add one under backups.servers');
  if (textsOf(typed, 'database').length > 0 && chosen.length > 1)
    throw new CannotRun('--database needs --server: several servers are configured');
  const { compression, ageRecipients } = config.backups;
  const missing = await missingStagePrograms(compression, ageRecipients.length > 0);
  if (missing.length > 0) throw new CannotRun(missing.map(programMissing).join(' '));
  await sweepLoginFiles();
  for (const storage of storagesOf(config, typed))
    // One that cannot be swept says so, and the backup goes to the others.
    await sweepAbandoned(storage, new Date()).catch((error: unknown) => terminal.complain(messageOf(error)));
  let faults = 0;
  for (const server of chosen) faults += await backUp(server, { config, typed, terminal, signal });
  return faults === 0 ? exitBackup.well : exitBackup.faults;
}

interface Frame {
  config: CutoverConfig;
  typed: CommandOptions;
  terminal: Terminal;
  signal: AbortSignal;
}

/** Resolves with the number of databases that are not in every storage. */
async function backUp(server: BackupServerConfig, { config, typed, terminal, signal }: Frame): Promise<number> {
  const named = textsOf(typed, 'database');
  let progress: ByteProgress | null = null;
  let faults = 0;
  const results = backUpServer({
    ...{ server, signal, databases: named.length > 0 ? named : null, storages: storagesOf(config, typed) },
    ...{ compression: config.backups.compression, recipients: config.backups.ageRecipients },
    ...{ type: textOf(typed, 'type') ?? 'manual', now: () => new Date() },
    onProgress: (database, dumpBytes) => {
      progress ??= new ByteProgress(terminal.status, `${server.name} ${database}`, null);
      progress.tell(dumpBytes);
    },
  });
  const made: BackupOutcome[] = [];
  for await (const result of results) {
    (progress as ByteProgress | null)?.end();
    progress = null;
    if (!say(server.name, result, terminal)) faults += 1;
    if ('outcome' in result) made.push(result.outcome);
  }
  if (config.backups.readBack === 'never') return faults;
  for (const outcome of made) faults += await readBackFrom(outcome, { config, typed, terminal, signal });
  return faults;
}

/** Reads a new backup back from each storage that has it. Resolves with the number of those where it is not known to be good. */
async function readBackFrom(
  { manifest, folder, storages }: BackupOutcome,
  { config, typed, terminal, signal }: Frame,
): Promise<number> {
  const stored = storages.filter(({ failure }) => failure === null).map(({ name }) => name);
  let faults = 0;
  for (const storage of storagesOf(config, typed).filter(({ name }) => stored.includes(name))) {
    const found = await readBackNew(
      { storage, folder },
      {
        ...{ identityFiles: config.backups.restoreTest.ageIdentityFiles, signal },
        nowIso: () => new Date().toISOString(),
        warn: (message) => terminal.complain(message),
      },
    );
    const reason = found === null ? 'it is there no more: it was deleted before it was read back' : found.reason;
    if (reason === null) continue;
    terminal.complain(
      found?.outcome === 'bad' ? reason : `${manifest.id} could not be read back from ${storage.name}: ${reason}`,
    );
    faults += 1;
  }
  return faults;
}

/** False where it is not in every storage. */
function say(server: string, result: ServerResult, terminal: Terminal): boolean {
  const subject = [server, result.database ?? []].flat().join(' ');
  if ('skipped' in result) {
    terminal.print(`${subject}: ${result.skipped}`);
    return true;
  }
  if ('failure' in result) {
    terminal.complain(`${subject}: ${result.failure}`);
    return false;
  }
  const { manifest, storages } = result.outcome;
  const there = storages.filter(({ failure }) => failure === null).map(({ name }) => name);
  const what =
    manifest.accounts === null || manifest.accounts.hasPasswords
      ? ''
      : `, without passwords: ${manifest.accounts.reason}`;
  const rows = manifest.rowCounts === null ? '' : `, ${Object.keys(manifest.rowCounts).length} tables`;
  const sizes = `${bytesText(Number(manifest.dump.bytes))} as ${bytesText(Number(manifest.object.bytes))}${rows}`;
  terminal.print(
    `${subject}: ${manifest.id} in ${there.join(', ')} (${sizes}, ${durationText(result.durationMs)}${what})`,
  );
  const failed = storages.filter(({ failure }) => failure !== null);
  for (const { name, failure } of failed) terminal.complain(`${subject}: not in ${name}: ${failure}`);
  return failed.length === 0;
}
