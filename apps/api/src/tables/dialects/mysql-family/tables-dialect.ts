import { isReadGrantOf } from '@cutover/databases/suggested-statements';
import { wholeTable } from '../../carried-part.js';
import type { TablesDialect } from '../../tables-dialect.js';
import { columnsStatement, tablesStatement, uniqueKeysStatement } from './catalog-statements.js';
import { readDefinition } from './read-definition.js';

/** MariaDB and MySQL. */
export const mysqlFamilyTables: TablesDialect = {
  notLookedAt: [
    'secondary indexes',
    'foreign keys',
    'CHECK constraints',
    'expressions of generated columns',
    'triggers',
    'definitions of views',
    'routines and events',
    'accounts and grants',
    'server settings',
    'databases that are not configured',
  ],
  catalog: (selection) => ({
    tables: tablesStatement(selection),
    columns: columnsStatement(selection),
    keys: uniqueKeysStatement(selection),
  }),
  grantsToSee: (databases, missingGrants) =>
    missingGrants.filter((grant) => databases.some((database) => isReadGrantOf(database, grant))),
  readDefinition,
  // Filters of a replica are noted with the result.
  readPart: () => Promise.resolve(wholeTable),
};
