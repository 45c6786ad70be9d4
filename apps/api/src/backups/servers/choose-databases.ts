import type { BackupServerConfig } from '../../config/backups.schema.js';
import { anyGlob } from '../../tables/table-selection.js';

/**
 * Pure: which databases of a server are backed up: those that are named, else all that are there, without the excluded ones. One that
 * is named and not there is kept: its dump says so.
 */
export function chooseDatabases(
  { databases, excludeDatabases }: Pick<BackupServerConfig, 'databases' | 'excludeDatabases'>,
  there: Iterable<string>,
): string[] {
  const isExcluded = anyGlob(excludeDatabases);
  return (databases ?? [...there]).filter((name) => !isExcluded(name));
}
