import { namedReplicationAccounts, type RollbackPath } from '@cutover/contracts';
import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { familyEngine } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import { retentionOf, type VariableRow } from '../../../replication/read-retention.js';
import type { RollbackPathDialect } from '../../rollback-path-dialect.js';
import { accountsRights, accountsStatements, settingsStatement, type AccountRow } from './statements.js';

/** MariaDB and MySQL. */
export const mysqlFamilyRollback: RollbackPathDialect = {
  async read({ servers: { source, target } }, bounds) {
    const rows = await target.query<VariableRow>(settingsStatement, [], bounds);
    const settings = Object.fromEntries(rows.map(({ Variable_name, Value }) => [Variable_name.toLowerCase(), Value]));
    const { keptSeconds, isForever } = retentionOf(rows);
    const accounts = await readAccounts(target, bounds);
    return {
      ...{ settings, keptSeconds, keptForEver: isForever, accounts, subscription: null },
      serverIds: { source: source.identity()?.serverId ?? null, target: settings['server_id'] ?? null },
      grant:
        accounts === null ? grantStatement(accountsRights[familyEngine(target.engine)], suggestedFor(target)) : null,
      reason: settings['log_bin'] === undefined ? 'The target does not tell log_bin.' : null,
    };
  },
  steps: null,
};

/** null: our account may not read them, as usual. */
async function readAccounts(target: ServerConnection, bounds: StatementBounds): Promise<RollbackPath['accounts']> {
  try {
    const rows = await target.query<AccountRow>(accountsStatements[familyEngine(target.engine)], [], bounds);
    const named = rows.slice(0, namedReplicationAccounts).map(({ user, host }) => `${user}@${host}`);
    return { total: rows.length, named };
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
}
