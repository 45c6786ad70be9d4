import { quoteIdentifier, quoteTable } from '@cutover/databases/mysql-family';
import { unlogged } from '@cutover/databases/suggested-statements';
import type { ToldTablespace } from '../../encryption-dialect.js';
import { engineNote, filesOf } from '../../storage-engines.js';
import type { OtherTableRow, TablespaceRow } from './statements.js';

const noKeyVersions = { keyVersion: null, latestKeyVersion: null, keyId: null };

/**
 * Pure: one tablespace. MySQL encrypts where a statement says so and at no other time: what is plain stays plain. It tells no
 * progress of such a statement.
 */
export function tablespaceOf({ name, kind, sizeBytes: size, isEncrypted }: TablespaceRow): ToldTablespace {
  const sizeBytes = Number(size);
  if (ofRunningStatement.test(name)) return ofStatement(name, sizeBytes, Number(isEncrypted) === 1);
  const isDone = Number(isEncrypted) === 1;
  const table = tableOf(name);
  return {
    ...{ name, table: table && `${table.database}.${table.name}`, ...noKeyVersions, sizeBytes },
    state: isDone ? 'done' : 'never',
    encryptedBytes: isDone ? sizeBytes : 0,
    note: isDone ? null : noteOf(kind, table),
    action: isDone ? null : encryptStatement(name, kind, table),
  };
}

/** A tablespace of a statement that is running: `shop/#sql-ib1066-3549`. It ends with it, or takes the name of its table. */
const ofRunningStatement = /\/#sql/;

function ofStatement(name: string, sizeBytes: number, isDone: boolean): ToldTablespace {
  return {
    ...{ name, table: null, ...noKeyVersions, sizeBytes, encryptedBytes: isDone ? sizeBytes : 0, action: null },
    state: isDone ? 'done' : 'plain',
    note: 'It belongs to a DDL statement that is running: it ends with it',
  };
}

/** Pure: a table in the system tablespace. */
export function systemTable(name: string): ToldTablespace {
  const table = tableOf(name);
  const quoted = table === null ? quoteIdentifier(name) : quoteTable(table.database, table.name);
  return {
    ...{ name, table: table && `${table.database}.${table.name}`, ...noKeyVersions },
    ...{ state: 'never', sizeBytes: null, encryptedBytes: null },
    note: 'It is in the system tablespace, which MySQL cannot encrypt',
    action: unlogged(`ALTER TABLE ${quoted} TABLESPACE = innodb_file_per_table ENCRYPTION = 'Y'`, { rds: false }),
  };
}

/** Pure: a table outside InnoDB; empty where it has no file with rows. */
export function otherTable({ databaseName, tableName, engine }: OtherTableRow): ToldTablespace[] {
  const files = filesOf(engine);
  if (files === 'none') return [];
  return [
    {
      ...{ name: `${databaseName}/${tableName}`, table: `${databaseName}.${tableName}`, ...noKeyVersions },
      ...{ state: files === 'plain' ? 'never' : 'unknown', sizeBytes: null, encryptedBytes: null },
      note: engineNote(engine, files),
      action: unlogged(
        `ALTER TABLE ${quoteTable(databaseName, tableName)} ENGINE = InnoDB ROW_FORMAT = DEFAULT ENCRYPTION = 'Y'`,
        { rds: false },
      ),
    },
  ];
}

/** The table whose file it is; null: of several tables, or of the server itself. */
function tableOf(name: string): { database: string; name: string } | null {
  const [database, file] = name.split('/', 2);
  if (database === undefined || file === undefined || file.startsWith('#sql')) return null;
  return { database, name: file.replace(/#(p|sp)#.*$/i, '') };
}

/** A file of a FULLTEXT index, which is encrypted with its table. */
function isOfFulltext(table: ReturnType<typeof tableOf>): boolean {
  return table !== null && /^fts_[0-9a-f]{16}_/i.test(table.name);
}

function noteOf(kind: string, table: ReturnType<typeof tableOf>): string {
  if (kind === 'Undo') return 'A setting decides on what is written to an undo tablespace from then on';
  return isOfFulltext(table)
    ? 'It belongs to a FULLTEXT index: encrypt the table of that index'
    : 'MySQL encrypts a tablespace by a statement alone';
}

/** null: no statement encrypts this one by itself. */
function encryptStatement(name: string, kind: string, table: ReturnType<typeof tableOf>): string | null {
  if (kind === 'Undo') return 'SET GLOBAL innodb_undo_log_encrypt = ON;';
  if (table === null) return unlogged(`ALTER TABLESPACE ${quoteIdentifier(name)} ENCRYPTION = 'Y'`, { rds: false });
  if (isOfFulltext(table)) return null;
  return unlogged(`ALTER TABLE ${quoteTable(table.database, table.name)} ENCRYPTION = 'Y'`, { rds: false });
}
