import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { binlogFilesStatement, listsAllTables } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type {
  EncryptionDialect,
  EncryptionReader,
  Told,
  ToldEncryption,
  ToldLogFile,
  ToldTablespace,
} from '../../encryption-dialect.js';
import { hiddenTables } from '../../hidden-tables.js';
import { toldOrDenied } from '../../told-or-denied.js';
import { partsOf } from './read-settings.js';
import {
  keyComponentStatement,
  keyPluginStatement,
  otherTablesStatement,
  settingsStatement,
  systemTablesStatement,
  tablespacesStatement,
  type ComponentRow,
  type LogFileRow,
  type OtherTableRow,
  type TablespaceRow,
  type VariableRow,
} from './statements.js';
import { otherTable, systemTable, tablespaceOf } from './tablespaces.js';

/** MySQL from 8.0.16 on. */
export const mysqlEncryption: EncryptionDialect = { readerOf: (server) => new MysqlReader(server) };

class MysqlReader implements EncryptionReader {
  constructor(private readonly server: ServerConnection) {}

  async read(bounds: StatementBounds): Promise<ToldEncryption> {
    const variables = await this.server.query<VariableRow>(settingsStatement, [], bounds);
    const valueOf = (name: string): string | undefined =>
      variables.find(({ Variable_name }) => Variable_name === name)?.Value;
    const hiddenTablesGrant = await this.hiddenTablesGrant(bounds);
    return {
      tablespaces: await this.tablespaces(bounds),
      parts: [...partsOf(variables), ...hiddenTables(hiddenTablesGrant)],
      hiddenTablesGrant,
      keys: await this.keys(bounds),
      // Statements encrypt here, no threads: nothing ever stands still.
      standstill: null,
      logs: valueOf('log_bin') === 'ON' ? await this.logs(bounds) : { value: [] },
      logsAction:
        'FLUSH LOCAL BINARY LOGS begins a new file; when no replica and no backup needs the old ones: PURGE BINARY LOGS TO the first encrypted file. Then overwrite what was deleted, as the disk allows.',
      requiresTls: valueOf('require_secure_transport') === 'ON',
    };
  }

  private tablespaces(bounds: StatementBounds): Promise<Told<ToldTablespace[]>> {
    return toldOrDenied(
      async () => {
        const spaces = await this.server.query<TablespaceRow>(tablespacesStatement, [], bounds);
        const inSystem = await this.server.query<{ name: string }>(systemTablesStatement, [], bounds);
        const others = await this.server.query<OtherTableRow>(otherTablesStatement, [], bounds);
        return [
          ...spaces.map(tablespaceOf),
          ...inSystem.map(({ name }) => systemTable(name)),
          ...others.flatMap(otherTable),
        ];
      },
      grantStatement('PROCESS ON *.*', suggestedFor(this.server)),
    );
  }

  private async hiddenTablesGrant(bounds: StatementBounds): Promise<string | null> {
    const listsAll = await listsAllTables(this.server, 'mysql', bounds);
    return listsAll ? null : grantStatement('SHOW VIEW ON *.*', suggestedFor(this.server));
  }

  private logs(bounds: StatementBounds): Promise<Told<ToldLogFile[]>> {
    return toldOrDenied(
      async () => {
        const rows = await this.server.query<LogFileRow>(binlogFilesStatement, [], bounds);
        return rows.map(({ Log_name, Encrypted }) => ({
          name: Log_name,
          isEncrypted: Encrypted === undefined ? null : Encrypted === 'Yes',
          reason: Encrypted === undefined ? 'the server does not list it before 8.0.14' : null,
        }));
      },
      grantStatement('REPLICATION CLIENT ON *.*', suggestedFor(this.server)),
    );
  }

  /** null: our account may not see it, as usual. */
  private async keys(bounds: StatementBounds): Promise<ToldEncryption['keys']> {
    const rotation = 'by ALTER INSTANCE ROTATE INNODB MASTER KEY; the server does not tell versions';
    try {
      const status = await this.server.query<ComponentRow>(keyComponentStatement, [], bounds);
      const valueOf = (key: string): string | null => status.find(({ name }) => name === key)?.value ?? null;
      if (valueOf('Component_status') === 'Active') return { provider: valueOf('Component_name'), rotation };
    } catch (error) {
      if (!isRightMissing(error)) throw error;
      const [plugin] = await this.server.query<{ name: string }>(keyPluginStatement, [], bounds);
      return plugin === undefined ? null : { provider: plugin.name, rotation };
    }
    const [plugin] = await this.server.query<{ name: string }>(keyPluginStatement, [], bounds);
    return { provider: plugin?.name ?? null, rotation: plugin === undefined ? null : rotation };
  }
}
