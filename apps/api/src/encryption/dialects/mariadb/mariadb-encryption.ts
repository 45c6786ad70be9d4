import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { binlogReadPrivilege } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type {
  EncryptionDialect,
  EncryptionReader,
  Told,
  ToldEncryption,
  ToldTablespace,
} from '../../encryption-dialect.js';
import { toldOrDenied } from '../../told-or-denied.js';
import { classifyTablespace, numberOf } from './classify-tablespace.js';
import { LogFiles } from './log-files.js';
import { otherTables } from './other-tables.js';
import { settingsOf } from './read-settings.js';
import {
  keyPluginStatement,
  settingsStatement,
  tablesStatement,
  tablespacesStatement,
  type TableRow,
  type TablespaceRow,
  type VariableRow,
} from './statements.js';

/** Definitions change seldom, and reading them costs more than the rest together. */
const definitionsEveryMs = 60_000;

/** Its files hold what ends with a session or with the server; what encrypts them is a part of its own. */
const temporaryTablespace = 4294967294;

/** Option of a table that is not to be encrypted, as information_schema prints it. */
const refusal = /`?encrypted`?\s*=\s*'?no\b/i;

/** MariaDB from 10.5 on. */
export const mariadbEncryption: EncryptionDialect = { readerOf: (server) => new MariadbReader(server) };

class MariadbReader implements EncryptionReader {
  private definitions: { rows: TableRow[]; readAtMs: number } | null = null;
  private logs: { of: string; files: LogFiles } | null = null;

  constructor(private readonly server: ServerConnection) {}

  async read(bounds: StatementBounds, nowMs: number): Promise<ToldEncryption> {
    const variables = await this.server.query<VariableRow>(settingsStatement, [], bounds);
    const [plugin] = await this.server.query<{ name: string }>(keyPluginStatement, [], bounds);
    const { encryptsTables, ...settings } = settingsOf(variables, plugin?.name ?? null);
    return {
      ...settings,
      tablespaces: await this.tablespaces(encryptsTables, bounds, nowMs),
      ...(await this.binaryLog(variables, bounds)),
    };
  }

  private tablespaces(
    encryptsTables: boolean,
    bounds: StatementBounds,
    nowMs: number,
  ): Promise<Told<ToldTablespace[]>> {
    return toldOrDenied(
      async () => {
        const rows = await this.server.query<TablespaceRow>(tablespacesStatement, [], bounds);
        const spaces = rows.filter(({ space }) => numberOf(space) !== temporaryTablespace);
        const tables = await this.tables(spaces, bounds, nowMs);
        const refusing = refusingOf(tables);
        const around = { encryptsTables, refuses: (table: string) => refusing.get(table) ?? null };
        return [...withSystemTablespace(spaces).map((row) => classifyTablespace(row, around)), ...otherTables(tables)];
      },
      grantStatement('PROCESS ON *.*', suggestedFor(this.server)),
    );
  }

  /** Read again early where a tablespace is not to be encrypted and the definitions do not say so yet. */
  private async tables(
    spaces: readonly TablespaceRow[],
    bounds: StatementBounds,
    nowMs: number,
  ): Promise<readonly TableRow[]> {
    const known = this.definitions;
    const isFresh = known !== null && nowMs - known.readAtMs < definitionsEveryMs;
    if (isFresh && areExplained(spaces, refusingOf(known.rows))) return known.rows;
    const rows = await this.server.query<TableRow>(tablesStatement, [], bounds);
    this.definitions = { rows, readAtMs: nowMs };
    return rows;
  }

  private async binaryLog(
    variables: readonly VariableRow[],
    bounds: StatementBounds,
  ): Promise<Pick<ToldEncryption, 'logs' | 'logsAction'>> {
    const logsAction =
      'On the server: FLUSH LOCAL BINARY LOGS begins a new file; when no replica and no backup needs the old ones: PURGE BINARY LOGS TO the first encrypted file. Then overwrite what was deleted, as the disk allows.';
    const isWritten = variables.some(({ Variable_name, Value }) => Variable_name === 'log_bin' && Value === 'ON');
    if (!isWritten) return { logs: { value: [] }, logsAction };
    const identity = this.server.identity();
    const right = `${identity === null ? 'BINLOG MONITOR' : binlogReadPrivilege(identity)} ON *.*`;
    const logs = await toldOrDenied(() => this.files().read(bounds), grantStatement(right, suggestedFor(this.server)));
    return { logs, logsAction };
  }

  /** What is remembered of files holds for the server that has them. */
  private files(): LogFiles {
    const of = this.server.identity()?.fingerprint ?? '';
    if (this.logs?.of !== of) this.logs = { of, files: new LogFiles(this.server) };
    return this.logs.files;
  }
}

/** Every table that our account may see, and whether it was made with ENCRYPTED=NO. */
function refusingOf(tables: readonly TableRow[]): ReadonlyMap<string, boolean> {
  return new Map(
    tables.map(({ databaseName, tableName, options }) => [`${databaseName}.${tableName}`, refusal.test(options ?? '')]),
  );
}

/** Whether the definitions say of every tablespace with scheme 0 why it has that. */
function areExplained(spaces: readonly TablespaceRow[], refusing: ReadonlyMap<string, boolean>): boolean {
  return spaces.every(
    ({ scheme, databaseName, tableName }) =>
      numberOf(scheme) !== 0 || refusing.get(`${databaseName}.${tableName}`) !== false,
  );
}

/** Space 0 is always there, whatever the server lists. */
function withSystemTablespace(spaces: readonly TablespaceRow[]): readonly TablespaceRow[] {
  if (spaces.some(({ space }) => numberOf(space) === 0)) return spaces;
  const nothing = { databaseName: null, tableName: null, sizeBytes: null, scheme: null, minKeyVersion: null };
  const unknown = { currentKeyVersion: null, keyId: null, pagesDone: null, pages: null, isRotating: null };
  return [{ space: 0, name: 'innodb_system', ...nothing, ...unknown }, ...spaces];
}
