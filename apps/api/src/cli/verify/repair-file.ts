import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { CannotRun } from '../cannot-run.js';

/**
 * Where the script of a database goes: each has its own, because a session of PostgreSQL is bound to one database.
 * `repair.sql` becomes `repair.billing.sql`. `database` null: the file as it was named.
 */
export function repairFileOf(file: string, database: string | null): string {
  if (database === null) return file;
  const ending = extname(file);
  const stem = ending === '' ? file : file.slice(0, -ending.length);
  // A name may hold whatever a path may not.
  return `${stem}.${encodeURIComponent(database)}${ending}`;
}

/** Writes it for its owner alone. Throws CannotRun where it cannot. */
export function writeRepairFile(file: string, text: string): void {
  try {
    // The file holds values of rows. The mode of writeFileSync is only given to new files, so an old one is changed
    // first.
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) chmodSync(file, 0o600);
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new CannotRun(
      `--repair-sql ${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
}
