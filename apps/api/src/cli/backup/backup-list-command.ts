import type { StoredBackup } from '../../backups/catalogue/read-catalogue.js';
import { bytesText } from '../../checks/texts/amounts-text.js';
import type { Command, CommandOptions, Terminal } from '../command.js';
import { runInterruptible } from '../interruptible.js';
import {
  backupConfigOf,
  catalogueOf,
  exitBackup,
  instantText,
  fileOption,
  sharedOptions,
  storagesOf,
  textOf,
} from './backup-options.js';

/** `backup list`: what lies in the storages, read from the manifests there. */
export const backupListCommand: Command = {
  name: 'backup list',
  usage: 'backup list [--config FILE [--from-file]] [--server S] [--database D] [--storage S] [--json]',
  summary: 'lists the backups of every storage, the newest first; exit 0, 1 something cannot be read, 3 could not run',
  options: {
    ...sharedOptions,
    ...fileOption,
    server: { type: 'string' },
    database: { type: 'string', short: 'd' },
    json: { type: 'boolean' },
  },
  run: (typed, terminal) =>
    runInterruptible(
      terminal,
      { verb: 'list backups', interrupted: 'nothing was changed.', exitCannotRun: exitBackup.cannotRun },
      () => listAsTyped(typed, terminal),
    ),
};

async function listAsTyped(typed: CommandOptions, terminal: Terminal): Promise<number> {
  const config = await backupConfigOf(typed, terminal);
  const { known, faults, failures } = await catalogueOf(storagesOf(config, typed));
  const [server, database] = [textOf(typed, 'server'), textOf(typed, 'database')];
  const wanted = known.filter(
    ({ manifest }) =>
      (server === null || manifest.server === server) && (database === null || manifest.database === database),
  );
  if (typed.json === true) {
    const all = wanted.map(({ storage, folder, hold, proof, objectFault, foundBad, manifest }) => ({
      ...{ storage: storage.name, folder, hold, proof, objectFault, foundBad },
      ...manifest,
    }));
    for (const line of JSON.stringify(all, null, 2).split('\n')) terminal.print(line);
  } else if (wanted.length === 0) terminal.print('No backup.');
  else for (const line of wanted.map(lineOf)) terminal.print(line);
  const wrong = [...failures, ...faults];
  for (const each of wrong) terminal.complain(each);
  return wrong.length === 0 ? exitBackup.well : exitBackup.faults;
}

function lineOf({ storage, manifest, hold, proof, objectFault, foundBad }: StoredBackup): string {
  const { id, server, database, type, startedAt, object, encryption, position } = manifest;
  return [
    ...[id, instantText(startedAt), server, database, type, storage.name],
    ...[bytesText(Number(object.bytes)), encryption === null ? 'not encrypted' : 'encrypted'],
    position === null ? 'position unknown' : `at ${position}`,
    ...(objectFault === null ? [] : [`ITS DUMP IS ${objectFault.toUpperCase()}`]),
    ...(foundBad === null ? [] : [`FOUND TO BE NO GOOD: ${foundBad.reason}`]),
    ...(proof === null ? [] : [`${proof.level} ${proof.verifiedAt.slice(0, 10)}`]),
    ...(hold === null ? [] : [`held by ${hold.by}: ${hold.why}`]),
  ].join('  ');
}
