import { errorText, isRightMissing } from '@cutover/databases';
import { replicaStatusStatements } from '@cutover/databases/mysql-family';
import type { AccountsQuestion, Told } from '../../accounts-dialect.js';
import type { Row } from './read-parts.js';
import { text } from './grant-tables.js';

/** With which users the target replicates, of every channel. null where the target does not tell. */
export async function replicationUsers({ server, bounds }: AccountsQuestion): Promise<Told<readonly string[] | null>> {
  const identity = server.identity();
  if (identity === null) return { told: null, unread: [], statements: 0 };
  const [statement] = replicaStatusStatements(identity, server.rds);
  try {
    const rows = await server.query<Row>(statement, [], bounds);
    const users = rows.map((row) => text(row['Source_User'] ?? row['Master_User']));
    return { told: users.filter((user) => user !== ''), unread: [], statements: 1 };
  } catch (error) {
    if (!isRightMissing(error)) throw error;
    const unread = {
      ...{ what: 'which account replication uses', side: server.role, reason: errorText(error), blocks: false },
      action: 'Give the right that missing-grant names: until then that account counts like any other.',
    };
    return { told: null, unread: [unread], statements: 1 };
  }
}
