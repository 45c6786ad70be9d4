import { NotBuilt } from '../../../failures/not-built.js';
import type { TablesDialect } from '../../tables-dialect.js';
import { columnsStatement, primaryKeysStatement, tablesStatement } from './catalog-statements.js';

/** PostgreSQL. */
export const postgresTables: TablesDialect = {
  notLookedAt: [
    'rows',
    'columns and their types',
    'indexes and constraints',
    'sequences',
    'triggers and rules',
    'views and functions',
    'roles and grants',
    'server settings',
    'schemas that are not configured',
  ],
  catalog: (selection) => ({
    tables: tablesStatement(selection),
    columns: columnsStatement(selection),
    keys: primaryKeysStatement(selection),
  }),
  // The catalog shows every table to everybody.
  grantsToSee: () => [],
  readDefinition: new NotBuilt('not built for PostgreSQL yet'),
};
