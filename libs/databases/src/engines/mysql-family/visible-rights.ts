import type { StatementBounds, StatementRunnerLike } from '@cutover/databases';
import type { FamilyEngine } from '@cutover/databases/mysql-family';

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

/** Pure: what the lines of SHOW GRANTS give. Of rights on single columns and routines nothing is said. */
export function rightsOf(lines: readonly string[]): VisibleRights {
  const grants = lines.flatMap((line): GrantLine[] => {
    const found = /^GRANT (.+?) ON (?:TABLE )?(\*|`(?:[^`]|``)*`)\.(\*|`(?:[^`]|``)*`) TO /i.exec(line);
    if (found === null) return [];
    const [, rights = '', database = '', table = ''] = found;
    const list = rights.split(',').map((right) => right.trim().toUpperCase());
    return [{ rights: new Set(list), database: nameOf(database), table: nameOf(table) }];
  });
  const has = (right: string, isOn: (grant: GrantLine) => boolean): boolean =>
    grants.some((grant) => isOn(grant) && (grant.rights.has(right) || grant.rights.has('ALL PRIVILEGES')));
  const isOnDatabase = ({ database, table }: GrantLine, wanted: string): boolean =>
    table === '*' && (database === '*' || matches(database, wanted));
  return {
    everywhere: (right) => has(right, ({ database, table }) => database === '*' && table === '*'),
    onDatabase: (right, database) => has(right, (grant) => isOnDatabase(grant, database)),
    onTable: (right, database, table) =>
      has(right, (grant) => isOnDatabase(grant, database) || (grant.database === database && grant.table === table)),
  };
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
