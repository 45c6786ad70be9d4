import { isDenial } from '../failure-groups.js';
import type { FailureKind } from '../failure-kind.js';
import type { ConnectionSource, LentConnection } from './lent-connection.js';
import { StatementCancelled, StatementTimeout, type StatementBounds } from './server-connection.js';
import { StatementAbort } from './statement-abort.js';
import { within } from './within.js';

/** A statement without a bound of its own ends after this long. */
const defaultTimeoutMs = 30_000;
/** How much later than us the server acts by itself: we end a statement first, and tell the reason. */
const serverMarginMs = 2_000;
/** How long an ended statement may take to come back before its connection is thrown away. */
const unwindMs = 2_000;

/** What is done with a connection that was set up and bounded. */
type Sending<Result> = (connection: LentConnection) => Promise<Result>;

interface RunningStatement {
  readonly end: StatementAbort;
  readonly work: Promise<unknown>;
}

/** Runs bounded statements on the connections of one source, whatever the driver. */
export class StatementRunner {
  /** Server-side limit each connection has; absent: not set up yet. */
  private readonly limits = new WeakMap<object, number>();
  // Not a Set: adding and deleting builds its table anew all the time, and the old tables last until the whole heap is collected.
  private readonly running: RunningStatement[] = [];
  /** The server is gone: ending a statement there is pointless, and waiting for it too. */
  private isAbandoned = false;

  constructor(
    private readonly source: ConnectionSource,
    private readonly failureKind: (error: unknown) => FailureKind,
  ) {}

  /** Rejects with StatementTimeout, StatementCancelled or the driver's error. */
  async run<Row extends object>(sql: string, params: readonly unknown[], bounds: StatementBounds): Promise<Row[]> {
    return (await this.bounded(sql, (connection) => connection.send(sql, params), bounds)) as Row[];
  }

  /** The same for several statements in one round trip, on a connection that allows it: the rows of each, in order. */
  runAll(statements: readonly string[], bounds: StatementBounds): Promise<object[][]> {
    return this.bounded(statements.join('; '), (connection) => connection.sendAll(statements), bounds);
  }

  /** Ends everything that runs, on the server too. Takes a few seconds at most and never rejects. */
  async endAll(reason: string): Promise<void> {
    const left = [...this.running];
    for (const { end } of left) end.abort(new StatementCancelled(reason));
    await Promise.allSettled(left.map(({ work }) => work));
  }

  /** Fails everything that waits, with `reason`, without asking a server that is gone. */
  abandonAll(reason: Error): void {
    this.isAbandoned = true;
    for (const { end } of this.running) end.abort(reason);
  }

  private async bounded<Result>(sql: string, sending: Sending<Result>, bounds: StatementBounds): Promise<Result> {
    const timeoutMs = bounds.timeoutMs ?? defaultTimeoutMs;
    const end = new StatementAbort();
    const timer = setTimeout(() => end.abort(timeoutOf(sql, timeoutMs)), timeoutMs);
    const cancel = (): void => end.abort(new StatementCancelled(`Cancelled: ${headOf(sql)}`));
    if (bounds.signal?.aborted) cancel();
    bounds.signal?.addEventListener('abort', cancel, { once: true });
    const work = this.runUntil(sql, sending, timeoutMs, end);
    const running = { end, work };
    this.running.push(running);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      bounds.signal?.removeEventListener('abort', cancel);
      this.running.splice(this.running.indexOf(running), 1);
    }
  }

  /**
   * MariaDB and MySQL look at an account's rights when it connects, so a GRANT given meanwhile counts on new connections
   * only. A refusal is believed from a new connection; older ones that refuse are thrown away.
   */
  private async runUntil<Result>(
    sql: string,
    sending: Sending<Result>,
    timeoutMs: number,
    end: StatementAbort,
  ): Promise<Result> {
    for (;;) {
      if (end.reason) throw end.reason;
      const connection = await this.acquire(end);
      const isNew = !this.limits.has(connection.key);
      const statement = this.onConnection(connection, sending, timeoutMs);
      try {
        const result = await end.race(statement);
        connection.release();
        return result;
      } catch (error) {
        if (end.reason) {
          await this.end(connection, statement);
          throw end.reason;
        }
        const kind = this.failureKind(error);
        if (!isDenial(kind) || this.source.isSingle) {
          // What another server says must not be taken for words of the first.
          if (kind === 'another-server') connection.destroy();
          else connection.release();
          throw kind === 'time-limit-reached' ? timeoutOf(sql, timeoutMs) : error;
        }
        await connection.hangUp();
        if (isNew) throw error;
      }
    }
  }

  /** The connection is thrown away afterwards: an ending that arrives late must not hit the next statement on it. */
  private async end(connection: LentConnection, statement: Promise<unknown>): Promise<void> {
    if (this.isAbandoned) return connection.destroy();
    await connection.endStatement();
    await within(
      unwindMs,
      statement.catch(() => undefined),
    );
    await connection.hangUp();
  }

  /** A free connection of the pool; waiting for one counts against the bound too. */
  private async acquire(end: StatementAbort): Promise<LentConnection> {
    const acquired = this.source.getConnection();
    try {
      return await end.race(acquired);
    } catch (error) {
      acquired.then(
        (late) => late.release(),
        () => undefined,
      );
      throw error;
    }
  }

  private async onConnection<Result>(
    connection: LentConnection,
    sending: Sending<Result>,
    timeoutMs: number,
  ): Promise<Result> {
    const limitMs = timeoutMs + serverMarginMs;
    const { key } = connection;
    if (!this.limits.has(key)) await connection.setUp();
    if (this.limits.get(key) !== limitMs) {
      await connection.limitTo(limitMs);
      this.limits.set(key, limitMs);
    }
    return sending(connection);
  }
}

function timeoutOf(sql: string, timeoutMs: number): StatementTimeout {
  return new StatementTimeout(`Ended after ${timeoutMs / 1000} s: ${headOf(sql)}`);
}

/** Enough of a statement to know it again; values never stand in it, they are parameters. */
function headOf(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
