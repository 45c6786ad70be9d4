import { readBackup, type StoredBackup } from '../../backups/catalogue/read-catalogue.js';
import { noteReadBack } from '../../backups/verify/proof.js';
import { readBack, type ReadBack } from '../../backups/verify/read-back.js';
import { messageOf } from '../../failures/message-of.js';
import { restoreEach } from './restore-each.js';
import type { Command, CommandOptions, Terminal } from '../command.js';
import { runInterruptible } from '../interruptible.js';
import { CannotRun } from '../cannot-run.js';
import {
  backupConfigOf,
  backupsNamed,
  catalogueOf,
  exitBackup,
  identityFilesOf,
  fileOption,
  sharedOptions,
  storagesOf,
  textOf,
} from './backup-options.js';

/** `backup verify`: reads backups back whole, against their manifests. */
export const backupVerifyCommand: Command = {
  name: 'backup verify',
  usage: 'backup verify [--config FILE [--from-file]] [--id ID | --all] [--restore] [--identity FILE]… [--storage S]',
  summary:
    'reads back one, all, or the newest of each database, or restores them to a scratch server; exit 0 all sound, 1 one is not, 3 not found out',
  options: {
    ...sharedOptions,
    ...fileOption,
    id: { type: 'string' },
    all: { type: 'boolean' },
    restore: { type: 'boolean' },
    identity: { type: 'string', short: 'i', multiple: true },
  },
  run: (typed, terminal) =>
    runInterruptible(
      terminal,
      { verb: 'verify backups', interrupted: 'nothing was changed.', exitCannotRun: exitBackup.cannotRun },
      (signal) => verifyAsTyped(typed, terminal, signal),
    ),
};

async function verifyAsTyped(typed: CommandOptions, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const config = await backupConfigOf(typed, terminal);
  const { known, faults, failures } = await catalogueOf(storagesOf(config, typed));
  for (const each of [...failures, ...faults]) terminal.complain(each);
  const wanted = chosen(known, typed);
  const isAllRead = failures.length + faults.length === 0;
  if (wanted.length === 0 && isAllRead) throw new CannotRun('there is no backup yet: make one with backup run');
  const identityFiles = identityFilesOf(config, typed);
  const frame = { identityFiles, terminal, signal };
  if (typed.restore !== true) {
    const { isWell, isKnown } = await readEach(wanted, frame);
    if (!isWell || !isAllRead) return exitBackup.faults;
    return isKnown ? exitBackup.well : exitBackup.cannotRun;
  }
  // Accounts are no database that could be restored by itself.
  const { isWell, isKnown } = await readEach(wanted.filter(isOfAccounts), frame);
  const databases = wanted.filter((backup) => !isOfAccounts(backup));
  const code = await restoreEach(databases, identityFiles, { config, terminal, signal, isWell: isWell && isAllRead });
  return code === exitBackup.well && !isKnown ? exitBackup.cannotRun : code;
}

const isOfAccounts = ({ manifest }: StoredBackup): boolean => manifest.accounts !== null;

/**
 * Resolves with whether each is sound, as far as it could be looked into, and whether each could be looked into at all: one that needs another
 * key does not keep those after it from being read.
 */
async function readEach(
  wanted: readonly StoredBackup[],
  { identityFiles, terminal, signal }: { identityFiles: readonly string[]; terminal: Terminal; signal: AbortSignal },
): Promise<{ isWell: boolean; isKnown: boolean }> {
  let [isWell, isKnown] = [true, true];
  for (const backup of wanted) {
    const { storage, folder, manifest } = backup;
    const found = await readBack(storage, folder, manifest, { identityFiles, signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      return messageOf(error);
    });
    if (typeof found === 'string') {
      terminal.complain(`${storage.name}: ${folder}: whether it is sound was not found out: ${found}`);
      isKnown = false;
      continue;
    }
    // Retention may delete what is being read.
    if (found.outcome !== 'sound' && (await readBackup(backup)) === null) {
      terminal.print(`${storage.name}: ${folder}: deleted meanwhile`);
      continue;
    }
    const line = `${storage.name}: ${folder}: ${wordsFor(found)}`;
    if (found.outcome === 'sound') terminal.print(line);
    else terminal.complain(line);
    isWell &&= found.outcome === 'sound';
    const at = new Date().toISOString();
    await noteReadBack(backup, found, { at, warn: (message) => terminal.complain(message) });
  }
  return { isWell, isKnown };
}

/** Without --id and --all: the newest of each database in each storage. */
function chosen(known: readonly StoredBackup[], typed: CommandOptions): StoredBackup[] {
  const id = textOf(typed, 'id');
  if (id !== null) return backupsNamed(known, id);
  if (typed.all === true) return [...known];
  const seen = new Set<string>();
  return known.filter(({ storage, manifest: { server, database } }) => {
    const key = JSON.stringify([storage.name, server, database]);
    return !seen.has(key) && seen.add(key);
  });
}

function wordsFor(found: ReadBack): string {
  if (found.outcome === 'missing') return `MISSING: ${found.reason}`;
  if (found.outcome === 'damaged') return `DAMAGED: ${found.reason}. Do not rely on it; look at the storage`;
  return found.depth === 'dump'
    ? 'sound: opened and read to its last line. Whether it restores is known after a restore'
    : 'its bytes are those that were written; give --identity FILE to look into it';
}
