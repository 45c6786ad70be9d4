import { setTimeout as pause } from 'node:timers/promises';
import type { DedicatedSession } from '@cutover/databases';
import { readReplicaThreads, replicaThreadsStatement, restartOf, type ReplicaThreads } from './replica-threads.js';

/** Time limit of one statement, unless told otherwise: stopping a thread waits for the transaction that it applies. */
const defaultStatementMs = 10_000;
const lookAgainMs = 50;
/** After so many tries, waiting longer would not help. */
const mostTries = 20;

/** Reads all channels of the target. Rejects as the session does. */
export async function readThreads(
  session: Pick<DedicatedSession, 'query'>,
  timeoutMs = defaultStatementMs,
): Promise<ReplicaThreads[]> {
  const rows = await session.query<object>(replicaThreadsStatement, [], { timeoutMs });
  return rows.map(readReplicaThreads);
}

/**
 * Puts replication back to work as it was before a barrier: both threads, without an end. A thread that ended on an error
 * meanwhile is left as it is. Answers that error, or null when replication runs; rejects as the session does.
 *
 * START SLAVE is sent even where both threads seem to run. A STOP SLAVE that waits for a long transaction outlives its
 * client and a KILL, and its threads count as running until it takes effect. START SLAVE waits behind it on the server
 * (both take the lock of the channel), so an answer means that no earlier STOP SLAVE is left to come true.
 */
export async function restartReplication(
  session: Pick<DedicatedSession, 'query'>,
  statementMs = defaultStatementMs,
): Promise<string | null> {
  for (let tries = 0; tries < mostTries; tries++) {
    const restart = restartOf(await readThreads(session, statementMs));
    if (restart.kind === 'broken') return restart.error;
    if (tries === 0) {
      await session.query('START SLAVE', [], { timeoutMs: statementMs });
      continue;
    }
    if (restart.kind === 'running') return null;
    for (const statement of restart.statements) await session.query(statement, [], { timeoutMs: statementMs });
    // Looked at again after a pause: a thread may fail just after it started.
    await pause(tries === 1 ? 0 : lookAgainMs);
  }
  throw new Error('Replication on the target did not start again: START SLAVE there');
}
