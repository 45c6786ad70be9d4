import type { TargetWritable } from '@cutover/contracts';
import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { familyEngine, type FamilyEngine } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor, unloggedSession } from '@cutover/databases/suggested-statements';
import type { TargetWritableDialect } from '../../target-writable-dialect.js';
import { findWriters, type Privileges } from './find-writers.js';
import { mandatoryRoles } from './mandatory-roles.js';
import { guardOf } from './read-guard.js';
import {
  accountStatements,
  guardStatement,
  rolesStatements,
  scopesStatement,
  type AccountRow,
  type RoleRow,
  type ScopeRow,
  type VariableRow,
} from './statements.js';

/** MariaDB and MySQL. */
export const mysqlFamilyWritable: TargetWritableDialect = {
  async read(target, watched, bounds) {
    const engine = familyEngine(target.engine);
    const variables = await target.query<VariableRow>(guardStatement, [], bounds);
    const guard = guardOf(engine, variables);
    const everybodys = variables.find(({ Variable_name }) => Variable_name.toLowerCase() === 'mandatory_roles')?.Value;
    const privileges = await readPrivileges(target, engine, everybodys ?? '', bounds);
    const isDenied = privileges === null;
    return {
      ...guard,
      ...(isDenied ? { writers: null, administrators: null } : findWriters(privileges, guard.guard, watched)),
      ...guardAction(engine, target.rds),
      accountsAction: accountsActions[engine],
      grant: isDenied ? grantStatement('SELECT ON mysql.*', suggestedFor(target)) : null,
      reason: guard.guard === null ? 'The target does not tell read_only.' : null,
    };
  },
};

/** The tables of privileges. null: our account may not read them, as usual. Rejects as `query` does. */
export async function readPrivileges(
  target: ServerConnection,
  engine: FamilyEngine,
  everybodysRoles: string,
  bounds: StatementBounds,
): Promise<Privileges | null> {
  try {
    const accounts = await target.query<AccountRow>(accountStatements[engine], [], bounds);
    const scopes = await target.query<ScopeRow>(scopesStatement, [], bounds);
    const roles = await target.query<RoleRow>(rolesStatements[engine], [], bounds);
    return { accounts, scopes, roles: [...roles, ...mandatoryRoles(everybodysRoles, accounts)] };
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
}

function guardAction(engine: FamilyEngine, rds: boolean): Pick<TargetWritable, 'action' | 'statement'> {
  const inGroup = 'Set read_only = 1 in the parameter group of the target, and back when the application has moved.';
  if (rds) return { action: inGroup, statement: null };
  return {
    statement: engine === 'mysql' ? 'SET GLOBAL super_read_only = ON;' : 'SET GLOBAL read_only = ON;',
    action:
      'Have the target refuse them, also in its configuration file. Replication goes on. Turn it off when the application has moved.',
  };
}

const accountsActions: Readonly<Record<FamilyEngine, string>> = {
  mysql: 'On the target: SET GLOBAL super_read_only = ON, which stops them too.',
  mariadb: `Lock them on the target until the cutover, or take READ_ONLY ADMIN (before 10.11 also SUPER) from those that are not administrators, ${unloggedSession}.`,
};
