import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type { FreezeObstacle } from '../../freeze-proof-dialect.js';
import { readThreads, readTransactions, type Thread } from './threads.js';

/** A statement that has run for so long may run on, and the lock would wait for it. */
const longStatementSeconds = 2;
/** A transaction that was open for so long is no short one of the application: its COMMIT would hang in the freeze. */
const longTransactionSeconds = 5;

/** The beginnings of statements by which backups lock a server. */
const backupStatement = /^\s*(BACKUP\s|LOCK\s+INSTANCE|FLUSH\s+(LOCAL\s+)?TABLES|LOCK\s+TABLES)/i;

/** What would make the lock wait, and the application behind it. Rejects as `query` does. */
export async function lockObstacle(source: ServerConnection, bounds: StatementBounds): Promise<FreezeObstacle | null> {
  const threads = await readThreads(source, bounds);
  if (threads === null)
    return {
      message: 'Whether a long statement or a backup would make the application wait behind the freeze is not visible',
      action: 'Run this on the source, then start again.',
      statement: grantStatement('PROCESS ON *.*', suggestedFor(source)),
    };
  const transactions = await readTransactions(source, longTransactionSeconds, bounds);
  return obstacleIn(threads, transactions);
}

/** Pure. */
export function obstacleIn(
  threads: readonly Thread[],
  transactions: readonly { threadId: string; seconds: number }[],
): FreezeObstacle | null {
  const backup = threads.find(({ statement }) => backupStatement.test(statement));
  if (backup !== undefined) return obstacle(backup, `locks tables, as a backup does (connection ${backup.id})`);
  const slow = threads.find(
    ({ command, seconds }) => ['Query', 'Execute'].includes(command) && seconds >= longStatementSeconds,
  );
  if (slow !== undefined) return obstacle(slow, `has run a statement for ${slow.seconds} s (connection ${slow.id})`);
  for (const { threadId, seconds } of transactions) {
    const owner = threads.find(({ id }) => id === threadId);
    if (owner !== undefined)
      return obstacle(owner, `has a transaction open for ${seconds} s (connection ${owner.id}): a backup, or a job`);
  }
  return null;
}

function obstacle({ id, user, host }: Thread, doing: string): FreezeObstacle {
  return {
    message: `The source is not frozen, because the application would wait: ${user}@${host.replace(/:\d+$/, '')} ${doing}`,
    action: 'Wait until it has ended, or end it on the source, and start again.',
    statement: `KILL ${id};`,
  };
}
