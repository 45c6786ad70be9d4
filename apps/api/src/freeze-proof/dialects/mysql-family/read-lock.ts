import { failureKind, isRightMissing, StatementTimeout, type ServerConnection } from '@cutover/databases';
import type { DedicatedSession } from '@cutover/databases';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import { FreezeRefused, type FreezeLock, type FreezeLockDialect } from '../../freeze-proof-dialect.js';
import { lockObstacle } from './lock-obstacle.js';

/** While the lock waits, every new write waits behind it: longer than this the application must not. */
const lockWaitSeconds = 2;
/** Our own bound ends the statement where the server does not. */
const lockMs = 3_000;
/**
 * The server ends a session that says nothing for so long. It is what releases the lock when this process hangs or its
 * machine is gone, and nobody closes the connection: nothing of ours need work for it.
 */
const silenceSeconds = 10;
const aliveMs = 5_000;
const releaseMs = 2_000;

/** FLUSH TABLES WITH READ LOCK in a session of its own. It stops everybody, administrators too, and ends with its session. */
export const readLock: FreezeLockDialect = {
  obstacle: lockObstacle,
  acquire: async (source) => {
    const session = await source.openSession();
    try {
      await session.query(
        `SET SESSION lock_wait_timeout = ${lockWaitSeconds}, wait_timeout = ${silenceSeconds}, ` +
          `net_read_timeout = ${silenceSeconds}, net_write_timeout = ${silenceSeconds}`,
        [],
        { timeoutMs: lockMs },
      );
      await session.query('FLUSH TABLES WITH READ LOCK', [], { timeoutMs: lockMs });
      return new HeldReadLock(session);
    } catch (error) {
      // Hanging up gives the lock back, if the server had just given it.
      await session.close();
      throw refusalOf(error, source);
    }
  },
};

class HeldReadLock implements FreezeLock {
  constructor(private readonly session: DedicatedSession) {}

  get isOpen(): boolean {
    return this.session.isOpen;
  }

  async keepAlive(): Promise<void> {
    await this.session.query('DO 1', [], { timeoutMs: aliveMs });
  }

  async release(): Promise<void> {
    if (this.session.isOpen)
      await this.session.query('UNLOCK TABLES', [], { timeoutMs: releaseMs }).catch(() => undefined);
    await this.session.close();
  }
}

function refusalOf(error: unknown, source: ServerConnection): unknown {
  if (isRightMissing(error))
    return new FreezeRefused({
      message: 'The account may not freeze the source (FLUSH TABLES WITH READ LOCK)',
      action: 'Run this on the source, or freeze it yourself and start the proof without freezing.',
      statement: grantStatement('RELOAD ON *.*', suggestedFor(source)),
    });
  const isLate = error instanceof StatementTimeout || failureKind(error) === 'lock-timeout';
  if (!isLate) return error;
  return new FreezeRefused({
    message: `The source could not be frozen within ${lockWaitSeconds} s: a statement that writes, LOCK TABLES, DDL or a backup holds a lock. Nothing is frozen`,
    action: 'See who on the source, wait for it or end it, and start again.',
    statement: 'SHOW FULL PROCESSLIST;',
  });
}
