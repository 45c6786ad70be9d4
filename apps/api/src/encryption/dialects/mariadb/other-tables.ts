import { quoteTable } from '@cutover/databases/mysql-family';
import { unlogged } from '@cutover/databases/suggested-statements';
import type { ToldTablespace } from '../../encryption-dialect.js';
import { engineNote, filesOf } from '../../storage-engines.js';
import type { OtherTableRow } from './statements.js';

const unknown = { sizeBytes: null, encryptedBytes: null, keyVersion: null, latestKeyVersion: null, keyId: null };

/** Pure: tables that have files of their own outside InnoDB. `rowFormatOf`: null where it was not read. */
export function otherTables(
  rows: readonly OtherTableRow[],
  rowFormatOf: (table: string) => string | null,
): ToldTablespace[] {
  return rows.flatMap(({ databaseName, tableName, engine }): ToldTablespace[] => {
    const table = `${databaseName}.${tableName}`;
    const files = filesOf(engine, rowFormatOf(table));
    if (files === 'none') return [];
    return [
      {
        ...{ name: `${databaseName}/${tableName}`, table, ...unknown },
        state: files === 'plain' ? 'never' : 'unknown',
        note: engineNote(engine, files),
        action: unlogged(`ALTER TABLE ${quoteTable(databaseName, tableName)} ENGINE=InnoDB ROW_FORMAT=DEFAULT`, {
          rds: false,
        }),
      },
    ];
  });
}
