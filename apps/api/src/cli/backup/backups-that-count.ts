import { sealKeyOf } from '../../backups/configuration/read-document.js';
import { readStored } from '../../backups/configuration/stored-document.js';
import type { ConfigSource } from '../../config/config-source.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { messageOf } from '../../failures/message-of.js';
import { readNewestRow } from '../../store/read-newest-row.js';
import { CannotRun } from '../cannot-run.js';
import type { Terminal } from '../command.js';

const newest = {
  table: 'backup_configurations',
  columns: ['revision', 'document', 'changed_at', 'changed_by'],
  orderedBy: 'revision',
};

/**
 * The configuration with what backups go by: the store where they were configured there, which is said, else the file. A store that cannot be read does not keep a
 * backup from being restored; with `certainty` it does, since what is deleted is gone. Rejects with CannotRun.
 */
export async function configThatCounts(
  loaded: { config: CutoverConfig; source: ConfigSource },
  terminal: Terminal,
  needs: { certainty: boolean },
): Promise<CutoverConfig> {
  return { ...loaded.config, backups: await backupsThatCount(loaded, terminal, needs) };
}

async function backupsThatCount(
  { config, source }: { config: CutoverConfig; source: ConfigSource },
  terminal: Terminal,
  { certainty }: { certainty: boolean },
): Promise<CutoverConfig['backups']> {
  let row: Record<string, unknown> | null;
  try {
    row = await readNewestRow(config.store.url, newest);
  } catch (error) {
    const words = `the store cannot be read, so whether backups were configured there is not known. ${messageOf(error)}`;
    if (certainty) throw new CannotRun(words);
    terminal.complain(`${words} What ${source.file} says is used.`);
    return config.backups;
  }
  if (row === null || typeof row['document'] !== 'string') return config.backups;
  const what = `the configuration of backups in the store (revision ${String(row['revision'])})`;
  const { backups, faults } = readStored(row['document'], sealKeyOf(config, source), source);
  if (backups === null)
    throw new CannotRun(
      `${what} cannot be used: ${faults.join('; ')}. list, verify, keys and restore take --from-file, with which what ${source.file} says is used`,
    );
  terminal.complain(
    `${what}, by ${String(row['changed_by'])} at ${String(row['changed_at'])}, is used, and not what ${source.file} says`,
  );
  return backups;
}
