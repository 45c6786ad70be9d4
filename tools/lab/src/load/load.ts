import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type Connection, type ConnectionOptions } from 'mysql2/promise';
import { reasonOf } from '../lab.errors.js';
import { Pace } from './pace.js';
import { OpenOrders, readShopRange, runTransaction, type ShopRange } from './transactions.js';

const writers = 4;
const reconnectMs = 250;
/** What only this transaction has suffered from; the connection is as good as before. */
const passing = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);

export interface LoadOptions {
  /** Commits a second; 20 unless told otherwise, and 500 is within reach. */
  readonly rate?: number;
}

/** A shop at work, until it is stopped. Outages of the source are waited out. */
export interface Load {
  /** Transactions committed so far. */
  commits(): number;
  /** Transactions that failed so far; the last reason is kept. */
  failures(): { readonly count: number; readonly lastReason: string | undefined };
  setRate(commitsPerSecond: number): void;
  /** Ends after the transactions that are under way. */
  stop(): Promise<void>;
}

/** Begins to write to the hot tables of the shop. */
export function startLoad(source: ConnectionOptions, options: LoadOptions = {}): Load {
  return new RunningLoad({ ...source, multipleStatements: true, connectTimeout: 3000 }, options.rate ?? 20);
}

class RunningLoad implements Load {
  private readonly stopping = new AbortController();
  private readonly orders = new OpenOrders();
  private readonly pace: Pace;
  private readonly ended: Promise<unknown>;
  private committed = 0;
  private failed = 0;
  private lastReason: string | undefined;

  constructor(
    private readonly options: ConnectionOptions,
    rate: number,
  ) {
    this.pace = new Pace(rate, Date.now());
    this.ended = Promise.all(Array.from({ length: writers }, () => this.write()));
  }

  commits(): number {
    return this.committed;
  }

  failures(): { readonly count: number; readonly lastReason: string | undefined } {
    return { count: this.failed, lastReason: this.lastReason };
  }

  setRate(commitsPerSecond: number): void {
    this.pace.rate = commitsPerSecond;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private async write(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let connection: Connection | undefined;
      try {
        connection = await createConnection(this.options);
        connection.on('error', () => undefined);
        await this.writeWith(connection, await readShopRange(connection));
      } catch (error) {
        this.note(error);
        await this.pause(reconnectMs);
      } finally {
        connection?.destroy();
      }
    }
  }

  private async writeWith(connection: Connection, shop: ShopRange): Promise<void> {
    for (;;) {
      await this.pause(this.pace.take(Date.now()));
      if (this.stopping.signal.aborted) return;
      try {
        await runTransaction(connection, shop, this.orders);
        this.committed++;
      } catch (error) {
        if (!passing.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
        this.note(error);
        await connection.query('ROLLBACK');
      }
    }
  }

  private note(error: unknown): void {
    this.failed++;
    this.lastReason = reasonOf(error);
  }

  /** A pause that the end of the load cuts short. */
  private async pause(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
