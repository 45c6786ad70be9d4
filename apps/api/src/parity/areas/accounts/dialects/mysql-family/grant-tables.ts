import { databasePattern, quoteIdentifier, quoteTable } from '@cutover/databases/mysql-family';
import type { HeldRight } from '../../account.js';
import type { WatchedScope } from '../../accounts-dialect.js';
import { accountKey, accountText } from './account-text.js';
import { privilegesOfColumns, privilegesOfSet } from './privilege-names.js';
import type { Part, Row } from './read-parts.js';

/** What reading a table of privileges needs. */
export const readRight = (name: string): string => `SELECT ON \`mysql\`.\`${name}\``;

/** One table of privileges, whole. */
export function grantTable(name: string): Part {
  return { sql: `SELECT * FROM mysql.${name}`, rights: [readRight(name)] };
}

/** Tables that both engines have alike. */
export const sharedTables = {
  databases: grantTable('db'),
  tables: grantTable('tables_priv'),
  columns: grantTable('columns_priv'),
  routines: grantTable('procs_priv'),
  proxies: grantTable('proxies_priv'),
};

/** Every account may read it. LIBRARY is a word of MySQL 9. */
export const pluginsPart: Part = {
  sql: `
    SELECT LOWER(PLUGIN_NAME) AS name, PLUGIN_LIBRARY AS plugin_library FROM information_schema.PLUGINS
    WHERE PLUGIN_TYPE = 'AUTHENTICATION' AND PLUGIN_STATUS = 'ACTIVE'`,
  rights: [],
};

/** What pluginsPart reads. */
export function pluginsOf(rows: readonly Row[]): Map<string, string | null> {
  return new Map(rows.map((row) => [text(row['name']), text(row['plugin_library']) || null]));
}

export const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const ownerOf = (row: Row): string => accountKey(text(row['User']), text(row['Host']));

/** Rights on databases, tables, columns and routines, and to act as others. */
export function rightsOf(rows: Record<keyof typeof sharedTables, readonly Row[]>, watched: WatchedScope): HeldRight[] {
  return [
    ...rows.databases.map((row) => databaseRight(row, watched)),
    ...tableRights(rows.tables, rows.columns, watched),
    ...rows.routines.map((row) => routineRight(row, watched)),
    ...rows.proxies.map(proxyRight),
  ].filter(({ privileges }) => privileges.size > 0);
}

const databasesOf = ({ databases, tables }: WatchedScope): string[] => [
  ...databases,
  ...tables.map(({ database }) => database),
];

function databaseRight(row: Row, watched: WatchedScope): HeldRight {
  const name = text(row['Db']);
  const pattern = databasePattern(name);
  return {
    ...{ owner: ownerOf(row), group: 'static', on: `${quoteIdentifier(name)}.*` },
    privileges: privilegesOfColumns(row),
    concernsWatched: databasesOf(watched).some((database) => pattern.test(database)),
  };
}

/** Of a table and its columns together, as GRANT says them: `SELECT, UPDATE (email)`. */
function tableRights(tables: readonly Row[], columns: readonly Row[], watched: WatchedScope): HeldRight[] {
  const rights = new Map<string, HeldRight & { privileges: Set<string> }>();
  const rightAt = (row: Row): Set<string> => {
    const [database, table] = [text(row['Db']), text(row['Table_name'])];
    const on = quoteTable(database, table);
    const key = `${ownerOf(row)} ${on}`;
    const right = rights.get(key) ?? {
      ...{ owner: ownerOf(row), group: 'static', on, privileges: new Set<string>() },
      concernsWatched: databasesOf(watched).includes(database),
    };
    rights.set(key, right);
    return right.privileges;
  };
  for (const row of tables) for (const each of privilegesOfSet(text(row['Table_priv']))) rightAt(row).add(each);
  for (const row of columns)
    for (const each of privilegesOfSet(text(row['Column_priv'])))
      rightAt(row).add(`${each} (${quoteIdentifier(text(row['Column_name']))})`);
  return [...rights.values()];
}

/** Names of routines are compared whatever their case. */
function routineRight(row: Row, watched: WatchedScope): HeldRight {
  const database = text(row['Db']);
  return {
    ...{ owner: ownerOf(row), group: 'static' },
    on: `${text(row['Routine_type'])} ${quoteTable(database, text(row['Routine_name']).toLowerCase())}`,
    privileges: new Set(privilegesOfSet(text(row['Proc_priv']))),
    concernsWatched: databasesOf(watched).includes(database),
  };
}

function proxyRight(row: Row): HeldRight {
  return {
    ...{ owner: ownerOf(row), group: 'proxy' },
    on: accountText(text(row['Proxied_user']), text(row['Proxied_host']), false),
    privileges: new Set(['PROXY', ...(Number(row['With_grant']) === 1 ? ['GRANT OPTION'] : [])]),
    concernsWatched: true,
  };
}
