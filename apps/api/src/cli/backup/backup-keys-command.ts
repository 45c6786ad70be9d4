import { missingStagePrograms, programMissing } from '../../backups/programs/stage-programs.js';
import { tryKeys } from '../../backups/keys/try-keys.js';
import type { Command, CommandOptions, Terminal } from '../command.js';
import { CannotRun } from '../cannot-run.js';
import { runInterruptible } from '../interruptible.js';
import {
  backupConfigOf,
  catalogueOf,
  exitBackup,
  identityFilesOf,
  instantText,
  fileOption,
  sharedOptions,
  storagesOf,
} from './backup-options.js';
import { keyUse, type KeyUse } from './key-use.js';

/** `backup keys`: which key opens which backups, and which keys were never tried. */
export const backupKeysCommand: Command = {
  name: 'backup keys',
  usage: 'backup keys [--config FILE [--from-file]] [--identity FILE]… [--storage S]',
  summary:
    'says which backups each recipient opens, and which identity file opens them; exit 0, 1 a file opens nothing or a storage cannot be read, 3 could not run',
  options: { ...sharedOptions, ...fileOption, identity: { type: 'string', short: 'i', multiple: true } },
  run: (typed, terminal) =>
    runInterruptible(
      terminal,
      { verb: 'look at keys', interrupted: 'nothing was changed.', exitCannotRun: exitBackup.cannotRun },
      (signal) => keysAsTyped(typed, terminal, signal),
    ),
};

async function keysAsTyped(typed: CommandOptions, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const config = await backupConfigOf(typed, terminal);
  const [missing] = await missingStagePrograms('none', true);
  if (missing !== undefined) throw new CannotRun(programMissing(missing));
  const { known, faults, failures } = await catalogueOf(storagesOf(config, typed));
  const { ageRecipients } = config.backups;
  const uses = keyUse(known, ageRecipients);
  const { recipients, useless } = await tryKeys(uses.keys(), identityFilesOf(config, typed), signal);
  if (uses.size === 0) terminal.print('No recipient is configured, and no backup is encrypted.');
  for (const [recipient, own] of uses) {
    const files = recipients.find((each) => each.recipient === recipient)?.openedBy ?? [];
    const left = ageRecipients.includes(recipient) ? '' : ', not configured any more';
    terminal.print(`${recipient}${left}: ${openedText(files)}; ${useText(own)}`);
  }
  const open = known.filter(({ manifest }) => manifest.encryption === null).length;
  if (open > 0) terminal.print(`Not encrypted: ${open}. Whoever can read the storage can read them.`);
  const wrong = [...failures, ...faults, ...useless.map(({ file, reason }) => `${file} opens nothing: ${reason}`)];
  for (const each of wrong) terminal.complain(each);
  return wrong.length === 0 ? exitBackup.well : exitBackup.faults;
}

const openedText = (files: readonly string[]): string =>
  files.length > 0 ? `opened by ${files.join(', ')}` : 'never tried here: try it with backup verify --identity FILE';

function useText(uses: readonly KeyUse[]): string {
  if (uses.length === 0) return 'no backup yet';
  return uses
    .map(
      ({ storage, backups, oldest, newest }) =>
        `${backups} in ${storage} (${instantText(oldest)} to ${instantText(newest)})`,
    )
    .join(', ');
}
