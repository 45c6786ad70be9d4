import type { TablespaceState } from '@cutover/contracts';
import { quoteTable } from '@cutover/databases/mysql-family';
import { unlogged } from '@cutover/databases/suggested-statements';
import type { ToldTablespace } from '../../encryption-dialect.js';
import type { TablespaceRow } from './statements.js';

/** What is known beside the row itself. */
export interface TablespaceSurroundings {
  /** New and old tables are to be encrypted: innodb_encrypt_tables is not OFF. */
  encryptsTables: boolean;
  /** Whether the table was made with ENCRYPTED=NO; null: our account may not see it. */
  refuses(table: string): boolean | null;
}

/** The server counts pages that were given to a thread, by the hundred: while it is at it, the last of them are not done. */
const mostOfRotating = 0.99;

/** A table that InnoDB keeps for a FULLTEXT index, which nobody can alter. */
const auxiliary = /^FTS_[0-9a-f]{16}_/i;

/** A tablespace of a statement that is running: `shop/#sql-alter-3c4f-5`. It ends with it, or takes the name of its table. */
const ofRunningStatement = /\/#sql/;

/** What the server writes for a key version that its key management does not have. Source: ENCRYPTION_KEY_VERSION_INVALID. */
const missingKeyVersion = 4294967295;

/**
 * Pure: what is true of one tablespace. It is done when the server has begun with it (there is a row), it is to be encrypted
 * (scheme 1), no page is left that is older than a first key version, and nothing of it waits to be written to the disk.
 */
export function classifyTablespace(row: TablespaceRow, around: TablespaceSurroundings): ToldTablespace {
  const table = row.databaseName === null || row.tableName === null ? null : `${row.databaseName}.${row.tableName}`;
  const scheme = numberOf(row.scheme);
  const oldest = numberOf(row.minKeyVersion);
  const latest = numberOf(row.currentKeyVersion);
  const isKeyMissing = latest === missingKeyVersion;
  const state = stateOf(row, table, around);
  const sizeBytes = numberOf(row.sizeBytes);
  return {
    ...{ name: row.name, table, state, sizeBytes },
    encryptedBytes: sizeBytes === null ? null : sizeBytes * shareOf(row, state),
    keyVersion: scheme === 1 && oldest !== null && oldest > 0 ? oldest : null,
    latestKeyVersion: isKeyMissing ? null : latest,
    keyId: numberOf(row.keyId),
    note: isKeyMissing ? `Key ${row.keyId} is not known to the key management` : noteOf(row, state),
    action: state === 'never' ? encryptStatement(row) : null,
  };
}

function stateOf(row: TablespaceRow, table: string | null, around: TablespaceSurroundings): TablespaceState {
  const scheme = numberOf(row.scheme);
  const oldest = numberOf(row.minKeyVersion) ?? 0;
  // The server leaves out of its list what no thread has begun with.
  if (scheme === null) return 'plain';
  if (scheme === 0) {
    const refuses = table === null ? false : around.refuses(table);
    // A table that cannot be seen is not taken up by any thread either, as long as all others are.
    return (refuses ?? around.encryptsTables) ? 'never' : 'plain';
  }
  if (numberOf(row.isRotating) !== 0) return oldest > 0 && isOlder(row) ? 'rekeying' : 'rotating';
  return oldest > 0 ? 'done' : 'plain';
}

/** An older key than the latest is in use. */
function isOlder(row: TablespaceRow): boolean {
  const [oldest, latest] = [numberOf(row.minKeyVersion), numberOf(row.currentKeyVersion)];
  return oldest !== null && latest !== null && oldest < latest;
}

function shareOf({ pagesDone, pages }: TablespaceRow, state: TablespaceState): number {
  if (state === 'done' || state === 'rekeying') return 1;
  const [done, all] = [numberOf(pagesDone), numberOf(pages)];
  if (state !== 'rotating' || done === null || all === null || all === 0) return 0;
  return Math.min(mostOfRotating, done / all);
}

function noteOf(row: TablespaceRow, state: TablespaceState): string | null {
  if (ofRunningStatement.test(row.name)) return 'It belongs to a DDL statement that is running: it ends with it';
  if (state === 'never') return 'ENCRYPTED=NO: no background thread takes it up';
  if (state === 'rotating' && numberOf(row.pagesDone) === null)
    return 'All its pages are encrypted and wait to be written to the disk';
  if (state === 'rekeying') return 'Encrypted with an older key version; its pages change to the latest';
  return null;
}

function encryptStatement({ databaseName, tableName }: TablespaceRow): string | null {
  if (databaseName === null || tableName === null) return null;
  if (auxiliary.test(tableName)) return 'Encrypt the table whose FULLTEXT index it belongs to.';
  return unlogged(`ALTER TABLE ${quoteTable(databaseName, tableName)} ENCRYPTED=YES`, { rds: false });
}

/** null stays null: unknown is never 0. */
export function numberOf(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
