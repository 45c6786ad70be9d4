import type { FamilyEngine } from './server-identity.js';
import { rightsOf, type VisibleRights } from './visible-rights.js';
import type { StatementBounds, StatementRunnerLike } from '../../session/server-connection.js';

/**
 * Reads the rights of our own account. The catalog hides triggers, events and routines without a word from an account that may not
 * see them, and there is no harmless statement that fails for want of the right, as there is for SELECT. Rejects as a statement does.
 */
export async function readVisibleRights(
  server: StatementRunnerLike,
  engine: FamilyEngine,
  bounds: StatementBounds,
): Promise<VisibleRights> {
  const { statement, isLiteral } = await showGrants[engine](server, bounds);
  const rows = await server.query<Record<string, unknown>>(statement, [], bounds);
  return rightsOf(
    rows.map((row) => String(Object.values(row)[0])),
    isLiteral,
  );
}

/** How the grants are asked for, and whether `_` and `%` stand for themselves in them. */
interface GrantsQuestion {
  statement: string;
  isLiteral: boolean;
}

/** MariaDB tells the rights of the role in use by itself; MySQL wants each one named. Older ones of MySQL have no partial revokes. */
const showGrants: Record<
  FamilyEngine,
  (server: StatementRunnerLike, bounds: StatementBounds) => Promise<GrantsQuestion>
> = {
  mariadb: () => Promise.resolve({ statement: 'SHOW GRANTS', isLiteral: false }),
  mysql: async (server, bounds) => {
    const [row] = await server.query<{ roles: string; revokes: string | null }>(
      'SELECT CURRENT_ROLE() AS roles, (SELECT VARIABLE_VALUE FROM performance_schema.global_variables ' +
        "WHERE VARIABLE_NAME = 'partial_revokes') AS revokes",
      [],
      bounds,
    );
    const roles = row?.roles ?? 'NONE';
    return {
      statement: roles === 'NONE' ? 'SHOW GRANTS' : `SHOW GRANTS FOR CURRENT_USER() USING ${roles}`,
      isLiteral: row?.revokes === 'ON',
    };
  },
};
