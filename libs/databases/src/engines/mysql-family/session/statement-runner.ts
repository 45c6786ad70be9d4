import type { Connection, ConnectionOptions } from 'mysql2/promise';
import { isRightMissing, mysqlFamilyFailure } from '../failures.js';
import type { FamilyEngine } from '../server-identity.js';
import { endStatement } from './end-statement.js';
import { hangUp } from './hang-up.js';
import { StatementCancelled, StatementTimeout, type StatementBounds } from '../../../session/server-connection.js';
import { engineSettings, serverLimitStatement, sessionSettings } from './session-settings.js';
import { StatementAbort } from '../../../session/statement-abort.js';
import { within } from '../../../session/within.js';

/** A statement without a bound of its own ends after this long. */
export const defaultTimeoutMs = 30_000;
/** How much later than us the server acts by itself: our KILL comes first and tells the reason. */
const serverMarginMs = 2_000;
/** How long an ended statement may take to come back before its connection is thrown away. */
const unwindMs = 2_000;

/** Where a statement gets its connection from: a pool, or the one connection of a dedicated session. */
export interface ConnectionSource {
  getConnection(): Promise<LentConnection>;
  /** There is one connection and never another: what it refuses cannot be asked again on a new one. */
  readonly isSingle?: boolean;
}

/** A connection for the time of one statement; `end` or `destroy` instead of `release` when it must not be used again. */
export interface LentConnection extends Pick<Connection, 'query' | 'threadId' | 'end' | 'destroy'> {
  /** What stays the same object however often it is lent. */
  readonly connection: object;
  release(): void;
}

interface RunningStatement {
  readonly end: StatementAbort;
  readonly work: Promise<unknown>;
}

/** Runs bounded statements on the connections of one source. */
export class StatementRunner {
  /** Server-side limit each connection has; absent: not set up yet. */
  private readonly limits = new WeakMap<object, number>();
  // Not a Set: adding and deleting builds its table anew all the time, and the old tables last until the whole heap is collected.
  private readonly running: RunningStatement[] = [];
  /** The server is gone: ending a statement there is pointless, and waiting for it too. */
  private isAbandoned = false;

  constructor(
    private readonly source: ConnectionSource,
    private readonly options: ConnectionOptions,
    private readonly flavor: FamilyEngine,
  ) {}

  /** Rejects with StatementTimeout, StatementCancelled or the driver's error. */
  async run<Row extends object>(sql: string, params: readonly unknown[], bounds: StatementBounds): Promise<Row[]> {
    return rowsOf<Row>(await this.runRaw(sql, params, bounds));
  }

  /** The same for several statements in one text, on a connection that allows it: the rows of each, in order. */
  async runAll(statements: readonly string[], bounds: StatementBounds): Promise<object[][]> {
    const result = await this.runRaw(statements.join('; '), [], bounds);
    // The driver answers one statement with its rows, and several with a list of results.
    const results: unknown[] = statements.length === 1 ? [result] : (result as unknown[]);
    return results.map((each) => (Array.isArray(each) ? (each as object[]) : []));
  }

  private async runRaw(sql: string, params: readonly unknown[], bounds: StatementBounds): Promise<unknown> {
    const timeoutMs = bounds.timeoutMs ?? defaultTimeoutMs;
    const end = new StatementAbort();
    const timer = setTimeout(() => end.abort(timeoutOf(sql, timeoutMs)), timeoutMs);
    const cancel = (): void => end.abort(new StatementCancelled(`Cancelled: ${headOf(sql)}`));
    if (bounds.signal?.aborted) cancel();
    bounds.signal?.addEventListener('abort', cancel, { once: true });
    const work = this.runUntil(sql, params, timeoutMs, end);
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

  /**
   * A server looks at an account's rights when it connects, so a GRANT given meanwhile counts on new connections only.
   * A refusal is believed from a new connection; older ones that refuse are thrown away.
   */
  private async runUntil(
    sql: string,
    params: readonly unknown[],
    timeoutMs: number,
    end: StatementAbort,
  ): Promise<unknown> {
    for (;;) {
      if (end.reason) throw end.reason;
      const connection = await this.acquire(end);
      const isNew = !this.limits.has(connection.connection);
      const statement = this.onConnection(connection, sql, params, timeoutMs);
      try {
        const result = await end.race(statement);
        connection.release();
        return result;
      } catch (error) {
        if (end.reason) {
          await this.end(connection, statement);
          throw end.reason;
        }
        if (!isRightMissing(error) || this.source.isSingle) {
          connection.release();
          throw mysqlFamilyFailure(error) === 'time-limit-reached' ? timeoutOf(sql, timeoutMs) : error;
        }
        await hangUp(connection);
        if (isNew) throw error;
      }
    }
  }

  /** The connection is thrown away after a KILL: one that arrives late must not hit the next statement on it. */
  private async end(connection: LentConnection, statement: Promise<unknown>): Promise<void> {
    if (this.isAbandoned) return connection.destroy();
    await endStatement(this.options, connection.threadId);
    await within(
      unwindMs,
      statement.catch(() => undefined),
    );
    await hangUp(connection);
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

  private async onConnection(
    connection: LentConnection,
    sql: string,
    params: readonly unknown[],
    timeoutMs: number,
  ): Promise<unknown> {
    const limitMs = timeoutMs + serverMarginMs;
    const key = connection.connection;
    if (!this.limits.has(key))
      for (const setting of [...sessionSettings, engineSettings[this.flavor]]) await connection.query(setting);
    if (this.limits.get(key) !== limitMs) {
      await connection.query(serverLimitStatement(this.flavor, limitMs));
      this.limits.set(key, limitMs);
    }
    const [result] = await connection.query(sql, [...params]);
    return result;
  }
}

/** Rows of a result. CALL answers with several results; the first is the one with rows. Statements without rows: none. */
function rowsOf<Row extends object>(result: unknown): Row[] {
  if (!Array.isArray(result)) return [];
  return (Array.isArray(result[0]) ? result[0] : result) as Row[];
}

function timeoutOf(sql: string, timeoutMs: number): StatementTimeout {
  return new StatementTimeout(`Ended after ${timeoutMs / 1000} s: ${headOf(sql)}`);
}

/** Enough of a statement to know it again; values never stand in it, they are parameters. */
function headOf(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
