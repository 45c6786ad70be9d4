import { catalogOf } from '@cutover/databases/postgres';
import type { TablesDialect } from '../../tables-dialect.js';
import { columnsStatement, primaryKeysStatement, tablesStatement } from './catalog-statements.js';
import { readDefinition } from './read-definition.js';
import { readPart } from './part/read-part.js';

/** PostgreSQL. */
export const postgresTables: TablesDialect = {
  notLookedAt: [
    'secondary indexes',
    'foreign keys',
    'CHECK constraints',
    'expressions of generated columns',
    'sequences',
    'large objects',
    'triggers and rules',
    'views and functions',
    'roles and grants',
    'server settings',
    'databases and schemas that are not configured',
  ],
  catalog: (selection, server) => ({
    tables: tablesStatement(selection, server.role, catalogOf(server)),
    columns: columnsStatement(selection),
    keys: primaryKeysStatement(selection),
  }),
  // The catalog shows every table to everybody.
  grantsToSee: () => [],
  readDefinition,
  readPart,
};
