import type { BackupManifest } from '@cutover/contracts';
import type { Endpoint } from '@cutover/databases';
import type { ClientProgram } from '../programs/client-program.js';
import type { BackupStorage } from '../storages/backup-storage.js';

/** A digest of each table. */
export type TableDigests = ReadonlyMap<string, string>;

/** A backup in its storage, and what opens it. */
export interface OpenableBackup {
  storage: BackupStorage;
  folder: string;
  manifest: BackupManifest;
  identityFiles: readonly string[];
}

/** A database that was restored. `client`: of the kind that dumps it. */
export interface RestoredDatabase {
  endpoint: Endpoint;
  database: string;
  client: ClientProgram;
}

/**
 * How the tables of a backup and those of the database that was restored from it are told apart, row by row, and without the server that
 * the backup is of. Both are read as the client of the engine writes them.
 */
export interface DigestDialect {
  /** null: they cannot be had, or not be compared with those of this client. Rejects when aborted. */
  ofBackup(backup: OpenableBackup, client: ClientProgram, signal: AbortSignal): Promise<TableDigests | null>;
  ofDatabase(restored: RestoredDatabase, signal: AbortSignal): Promise<TableDigests>;
}
