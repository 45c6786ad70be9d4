import type { Engine } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { TableDefinition } from '../definition/table-definition.js';
import { mysqlFamilyTables } from './mysql-family/tables-dialect.js';
import { postgresTables } from './postgres/tables-dialect.js';
import type { PartReader, TablesDialect } from '../tables-dialect.js';

/** A further engine is a type error here until it has a dialect. */
export const tablesDialects: Readonly<Record<Engine, TablesDialect>> = {
  mariadb: mysqlFamilyTables,
  mysql: mysqlFamilyTables,
  postgres: postgresTables,
};

/** What a table is on one side now; see TablesDialect. */
export function readDefinition(
  connection: ServerConnection,
  database: string,
  table: string,
  bounds: StatementBounds,
): Promise<TableDefinition | null> {
  return tablesDialects[connection.engine].readDefinition(connection, database, table, bounds);
}

/** See PartReader. */
export const readPart: PartReader = (servers, table, bounds) =>
  tablesDialects[servers.source.engine].readPart(servers, table, bounds);
