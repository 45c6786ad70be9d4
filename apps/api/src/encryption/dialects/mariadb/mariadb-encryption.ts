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
import { hiddenTables } from '../../hidden-tables.js';
import { toldOrDenied } from '../../told-or-denied.js';
import { classifyTablespace, numberOf } from './classify-tablespace.js';
import { Definitions } from './definitions.js';
import { LogFiles } from './log-files.js';
import { otherTables } from './other-tables.js';
import { settingsOf } from './read-settings.js';
import {
  keyPluginStatement,
  settingsStatement,
  tablespacesStatement,
  type TablespaceRow,
  type VariableRow,
} from './statements.js';

/** Its files hold what ends with a session or with the server; what encrypts them is a part of its own. */
const temporaryTablespace = 4294967294;

/** MariaDB from 10.5 on. */
export const mariadbEncryption: EncryptionDialect = { readerOf: (server) => new MariadbReader(server) };

class MariadbReader implements EncryptionReader {
  private known: { of: string; definitions: Definitions; files: LogFiles } | null = null;

  constructor(private readonly server: ServerConnection) {}

  async read(bounds: StatementBounds, nowMs: number): Promise<ToldEncryption> {
    const variables = await this.server.query<VariableRow>(settingsStatement, [], bounds);
    const [plugin] = await this.server.query<{ name: string }>(keyPluginStatement, [], bounds);
    const { encryptsTables, parts, ...settings } = settingsOf(variables, plugin?.name ?? null);
    const { hiddenTablesGrant, ...tablespaces } = await this.tablespaces(encryptsTables, bounds, nowMs);
    return {
      ...settings,
      parts: [...parts, ...hiddenTables(hiddenTablesGrant)],
      ...{ tablespaces: tablespaces.told, hiddenTablesGrant },
      ...(await this.binaryLog(variables, bounds, nowMs)),
    };
  }

  private async tablespaces(
    encryptsTables: boolean,
    bounds: StatementBounds,
    nowMs: number,
  ): Promise<{ told: Told<ToldTablespace[]>; hiddenTablesGrant: string | null }> {
    let hiddenTablesGrant: string | null = null;
    const told = await toldOrDenied(
      async () => {
        const rows = await this.server.query<TablespaceRow>(tablespacesStatement, [], bounds);
        const spaces = rows.filter(({ space }) => numberOf(space) !== temporaryTablespace);
        const { definitions } = this.remembered();
        const { others, hiddenGrant } = await definitions.read(spaces, encryptsTables, bounds, nowMs);
        hiddenTablesGrant = hiddenGrant;
        const around = { encryptsTables, refuses: (table: string) => definitions.refuses(table) };
        return [
          ...withSystemTablespace(spaces).map((row) => classifyTablespace(row, around)),
          ...otherTables(others, (table) => definitions.rowFormat(table)),
        ];
      },
      grantStatement('PROCESS ON *.*', suggestedFor(this.server)),
    );
    // Without PROCESS too, so that everything that is missing is said at once.
    if (told.value === null) hiddenTablesGrant = await this.remembered().definitions.hiddenGrant(bounds);
    return { told, hiddenTablesGrant };
  }

  private async binaryLog(
    variables: readonly VariableRow[],
    bounds: StatementBounds,
    nowMs: number,
  ): Promise<Pick<ToldEncryption, 'logs' | 'logsAction'>> {
    const logsAction =
      'FLUSH LOCAL BINARY LOGS begins a new file; when no replica and no backup needs the old ones: PURGE BINARY LOGS TO the first encrypted file. Then overwrite what was deleted, as the disk allows.';
    const isWritten = variables.some(({ Variable_name, Value }) => Variable_name === 'log_bin' && Value === 'ON');
    if (!isWritten) return { logs: { value: [] }, logsAction };
    const identity = this.server.identity();
    const right = `${identity === null ? 'BINLOG MONITOR' : binlogReadPrivilege(identity)} ON *.*`;
    const logs = await toldOrDenied(
      () => this.remembered().files.read(bounds, nowMs),
      grantStatement(right, suggestedFor(this.server)),
    );
    return { logs, logsAction };
  }

  /** What is remembered holds for the server that has it. */
  private remembered(): { definitions: Definitions; files: LogFiles } {
    const of = this.server.identity()?.fingerprint ?? '';
    if (this.known?.of !== of)
      this.known = { of, definitions: new Definitions(this.server), files: new LogFiles(this.server) };
    return this.known;
  }
}

/** Space 0 is always there, whatever the server lists. */
function withSystemTablespace(spaces: readonly TablespaceRow[]): readonly TablespaceRow[] {
  if (spaces.some(({ space }) => numberOf(space) === 0)) return spaces;
  const nothing = { databaseName: null, tableName: null, sizeBytes: null, scheme: null, minKeyVersion: null };
  const unknown = { currentKeyVersion: null, keyId: null, pagesDone: null, pages: null, isRotating: null };
  return [{ space: 0, name: 'innodb_system', ...nothing, ...unknown }, ...spaces];
}
