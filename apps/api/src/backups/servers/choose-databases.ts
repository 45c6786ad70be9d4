import { accountsDatabase } from '@cutover/contracts';
import type { BackupServerConfig } from '../../config/backups.schema.js';
import { OperationalError } from '../../failures/failures.js';
import { anyGlob } from '../../tables/table-selection.js';

/**
 * Pure: which databases of a server are backed up: those that are named, else all that are there, without the excluded ones. One that
 * is named and not there is kept: its dump says so. Throws OperationalError where there is none.
 */
export function chooseDatabases(
  { databases, excludeDatabases }: Pick<BackupServerConfig, 'databases' | 'excludeDatabases'>,
  there: Iterable<string>,
): string[] {
  const isExcluded = anyGlob(excludeDatabases);
  const chosen = (databases ?? [...there]).filter((name) => !isExcluded(name));
  if (chosen.length > 0) return chosen;
  throw new OperationalError(
    'NO_DATABASE',
    'The account sees no database to back up: grant it SELECT on them, or look at excludeDatabases.',
  );
}

/**
 * Pure: whether a run is to hold the accounts of the server: one of the whole server, where they are not excluded, and one that names them.
 * `databases` null: a run of the whole server.
 */
export function wantsAccounts(
  { excludeDatabases }: Pick<BackupServerConfig, 'excludeDatabases'>,
  databases: readonly string[] | null,
): boolean {
  return databases === null ? !anyGlob(excludeDatabases)(accountsDatabase) : databases.includes(accountsDatabase);
}

/** Pure: why a choice cannot be backed up as a whole; null: every database of it is there. */
export function faultOfChoice(chosen: readonly string[], there: ReadonlyMap<string, unknown>): string | null {
  const unseen = chosen.filter((name) => !there.has(name));
  return unseen.length === 0
    ? null
    : `The account sees no database ${unseen.join(', ')}: look at the spelling, or grant it SELECT there.`;
}
