import { quoteTable } from '@cutover/databases/mysql-family';
import { unlogged } from '@cutover/databases/suggested-statements';
import type { ToldTablespace } from '../../encryption-dialect.js';
import type { TableRow } from './statements.js';

/** Storage engines that write rows to the disk and cannot encrypt them. */
const withoutEncryption = new Set(['myisam', 'csv', 'archive', 'merge', 'mrg_myisam']);

/** Pure: tables that have files of their own outside InnoDB, as far as our account may see them. */
export function otherTables(rows: readonly TableRow[]): ToldTablespace[] {
  return rows.flatMap((row) => {
    const engine = row.engine?.toLowerCase() ?? '';
    if (withoutEncryption.has(engine)) return [neverEncrypted(row)];
    return engine === 'rocksdb' || engine === 's3' ? [notTold(row)] : [];
  });
}

function neverEncrypted({ databaseName, tableName, engine }: TableRow): ToldTablespace {
  return {
    ...fileOf(databaseName, tableName),
    state: 'never',
    note: `${engine} cannot encrypt its files`,
    action: unlogged(`ALTER TABLE ${quoteTable(databaseName, tableName)} ENGINE=InnoDB`, { rds: false }),
  };
}

function notTold({ databaseName, tableName, engine }: TableRow): ToldTablespace {
  return {
    ...fileOf(databaseName, tableName),
    state: 'unknown',
    note: `Whether ${engine} encrypts its files is not to be seen by SQL`,
    action: unlogged(`ALTER TABLE ${quoteTable(databaseName, tableName)} ENGINE=InnoDB`, { rds: false }),
  };
}

function fileOf(databaseName: string, tableName: string): Omit<ToldTablespace, 'state' | 'note' | 'action'> {
  const unknown = { sizeBytes: null, encryptedBytes: null, keyVersion: null, latestKeyVersion: null, keyId: null };
  return { name: `${databaseName}/${tableName}`, table: `${databaseName}.${tableName}`, ...unknown };
}
