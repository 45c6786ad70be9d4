import type { StoredBackup } from '../../backups/catalogue/read-catalogue.js';
import { noteProof, withdrawProof } from '../../backups/verify/proof.js';
import { readBack, type ReadBack } from '../../backups/verify/read-back.js';
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
  sharedOptions,
  storagesOf,
  textOf,
} from './backup-options.js';

/** `backup verify`: reads backups back whole, against their manifests. */
export const backupVerifyCommand: Command = {
  name: 'backup verify',
  usage: 'backup verify [--config FILE] [--id ID | --all] [--restore] [--identity FILE]… [--storage S]',
  summary:
    'reads back one, all, or the newest of each database, or restores them to a scratch server; exit 0 all sound, 1 one is not, 3 not found out',
  options: {
    ...sharedOptions,
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
  let isWell = failures.length + faults.length === 0;
  if (wanted.length === 0 && isWell) throw new CannotRun('there is no backup yet: make one with backup run');
  const identityFiles = identityFilesOf(config, typed);
  if (typed.restore === true) return restoreEach(wanted, identityFiles, { config, terminal, signal, isWell });
  for (const backup of wanted) {
    const { storage, folder, manifest } = backup;
    const found = await readBack(storage, folder, manifest, { identityFiles, signal });
    const line = `${storage.name}: ${folder}: ${wordsFor(found)}`;
    if (found.outcome === 'sound') terminal.print(line);
    else terminal.complain(line);
    isWell &&= found.outcome === 'sound';
    if (found.outcome !== 'sound') await withdrawProof(backup, (message) => terminal.complain(message));
    if (found.outcome !== 'sound' || found.depth !== 'dump') continue;
    const proof = { level: 'read-back', verifiedAt: new Date().toISOString() } as const;
    await noteProof(backup, proof, (message) => terminal.complain(message));
  }
  return isWell ? exitBackup.well : exitBackup.faults;
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
    ? 'sound: opened and read to its last line; that it restores is known after a restore'
    : 'its bytes are those that were written; give --identity FILE to look into it';
}
