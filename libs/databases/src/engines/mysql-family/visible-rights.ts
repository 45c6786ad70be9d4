import type { StatementBounds, StatementRunnerLike } from '../../session/server-connection.js';
import type { FamilyEngine } from './server-identity.js';

/** One line of SHOW GRANTS: rights, and on what. */
interface GrantLine {
  rights: ReadonlySet<string>;
  /** Pattern of the database; `*` is every one. */
  database: string;
  table: string;
}

/** What the account may do, as far as it decides what the catalog shows. */
export interface VisibleRights {
  /** Whether it has the right on a whole database. */
  onDatabase(right: string, database: string): boolean;
  onTable(right: string, database: string, table: string): boolean;
  everywhere(right: string): boolean;
  /** Whether it has any right on this table, or on its database, that is not one on everything. */
  names(database: string, table: string): boolean;
}

/**
 * Reads the rights of our own account. The catalog hides triggers, events and routines without a word from an account that may not
 * see them, and there is no harmless statement that fails for want of the right, as there is for SELECT.
 */
export async function readVisibleRights(
  server: StatementRunnerLike,
  engine: FamilyEngine,
  bounds: StatementBounds,
): Promise<VisibleRights> {
  const rows = await server.query<Record<string, unknown>>(await showGrants[engine](server, bounds), [], bounds);
  return rightsOf(rows.map((row) => String(Object.values(row)[0])));
}

/** MariaDB tells the rights of the role in use by itself; MySQL wants each one named. */
const showGrants: Record<FamilyEngine, (server: StatementRunnerLike, bounds: StatementBounds) => Promise<string>> = {
  mariadb: () => Promise.resolve('SHOW GRANTS'),
  mysql: async (server, bounds) => {
    const [row] = await server.query<{ roles: string }>('SELECT CURRENT_ROLE() AS roles', [], bounds);
    const roles = row?.roles ?? 'NONE';
    return roles === 'NONE' ? 'SHOW GRANTS' : `SHOW GRANTS FOR CURRENT_USER() USING ${roles}`;
  },
};

/**
 * The rights one of which, given on `*.*`, makes information_schema list every table. SHOW VIEW is the smallest: it reads no row.
 */
const showingAllTables = [
  'SELECT',
  'SHOW VIEW',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'INDEX',
  'ALTER',
  'TRIGGER',
];

/** Tables that are there on every server of a kind, and that nobody gives a right on. */
const witnesses = [
  ['mysql', 'help_topic'],
  ['sys', 'sys_config'],
] as const;

/**
 * Whether information_schema lists every table of the server to this session. A right on `*.*` holds for sessions opened after it was
 * given, so that SHOW GRANTS alone would promise too much: the session must see a table that nothing else shows it.
 */
export async function listsAllTables(
  server: StatementRunnerLike,
  engine: FamilyEngine,
  bounds: StatementBounds,
): Promise<boolean> {
  const rights = await readVisibleRights(server, engine, bounds);
  if (!seesAllTables(rights)) return false;
  const named = witnesses.filter(([database, table]) => !rights.names(database, table));
  if (named.length === 0) return true;
  const isOneOf = named.map(() => '(TABLE_SCHEMA = ? AND TABLE_NAME = ?)').join(' OR ');
  const sql = `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE ${isOneOf}`;
  return (await server.query(sql, named.flat(), bounds)).length > 0;
}

/** Pure: whether information_schema lists every table to sessions of an account with these rights. */
export function seesAllTables({ everywhere }: Pick<VisibleRights, 'everywhere'>): boolean {
  return showingAllTables.some((right) => everywhere(right));
}

/** Pure: what the lines of SHOW GRANTS give. Of rights on single columns and routines nothing is said. */
export function rightsOf(lines: readonly string[]): VisibleRights {
  const grants = linesOf('GRANT', 'TO', lines);
  // MySQL takes a right on `*.*` back for single databases (partial_revokes).
  const takenBack = new Set(linesOf('REVOKE', 'FROM', lines).flatMap(({ rights }) => [...rights]));
  const has = (right: string, isOn: (grant: GrantLine) => boolean): boolean =>
    grants.some((grant) => isOn(grant) && (grant.rights.has(right) || grant.rights.has('ALL PRIVILEGES')));
  const isOnDatabase = ({ database, table }: GrantLine, wanted: string): boolean =>
    table === '*' && (database === '*' || matches(database, wanted));
  return {
    everywhere: (right) =>
      !takenBack.has(right) && has(right, ({ database, table }) => database === '*' && table === '*'),
    names: (database, table) =>
      grants.some(
        (grant) =>
          grant.database !== '*' &&
          (isOnDatabase(grant, database) || (grant.database === database && grant.table === table)),
      ),
    onDatabase: (right, database) => has(right, (grant) => isOnDatabase(grant, database)),
    onTable: (right, database, table) =>
      has(right, (grant) => isOnDatabase(grant, database) || (grant.database === database && grant.table === table)),
  };
}

function linesOf(verb: 'GRANT' | 'REVOKE', preposition: 'TO' | 'FROM', lines: readonly string[]): GrantLine[] {
  const pattern = new RegExp(
    `^${verb} (.+?) ON (?:TABLE )?(\\*|\`(?:[^\`]|\`\`)*\`)\\.(\\*|\`(?:[^\`]|\`\`)*\`) ${preposition} `,
    'i',
  );
  return lines.flatMap((line) => {
    const found = pattern.exec(line);
    if (found === null) return [];
    const [, rights = '', database = '', table = ''] = found;
    const list = rights.split(',').map((right) => right.trim().toUpperCase());
    return [{ rights: new Set(list), database: nameOf(database), table: nameOf(table) }];
  });
}

function nameOf(printed: string): string {
  return printed === '*' ? '*' : printed.slice(1, -1).replaceAll('``', '`');
}

/** `_` and `%` are wildcards in the name of a whole database, a backslash takes that from them. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.replace(/\\[\\_%]|[_%]|[^]/g, (piece) => {
    if (piece === '%') return '.*';
    if (piece === '_') return '.';
    return (piece.length > 1 ? piece.slice(1) : piece).replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${parts}$`, 's').test(name);
}
