import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../lab.errors.js';
import { Pace } from './pace.js';
import { OpenOrders } from './shop-day.js';

const writers = 4;
const reconnectMs = 250;
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

/** One connection that writes to the hot tables of the shop. */
export interface LoadWriter {
  /** Runs one transaction of the shop's day. Answers whether it was committed. */
  write(): Promise<boolean>;
  /** After a failure: true when only that transaction has suffered, and the connection can be used again. */
  recover(error: unknown): Promise<boolean>;
  close(): void;
}

/** Opens a writer; the orders are shared by all writers of one load. */
export type OpenWriter = (orders: OpenOrders) => Promise<LoadWriter>;

/** Begins to write to the hot tables of the shop. */
export function startLoad(openWriter: OpenWriter, options: LoadOptions = {}): Load {
  return new RunningLoad(openWriter, options.rate ?? 20);
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
    private readonly openWriter: OpenWriter,
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
      let writer: LoadWriter | undefined;
      try {
        writer = await this.openWriter(this.orders);
        await this.writeWith(writer);
      } catch (error) {
        this.note(error);
        await this.pause(reconnectMs);
      } finally {
        writer?.close();
      }
    }
  }

  private async writeWith(writer: LoadWriter): Promise<void> {
    for (;;) {
      await this.pause(this.pace.take(Date.now()));
      if (this.stopping.signal.aborted) return;
      try {
        if (await writer.write()) this.committed++;
      } catch (error) {
        if (!(await writer.recover(error))) throw error;
        this.note(error);
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
