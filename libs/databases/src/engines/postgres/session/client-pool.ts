import type { Client, ClientConfig } from 'pg';
import { poolSize } from '../../../session/connection-limits.js';
import type { Place } from '../../../session/connection-room.js';
import type { LentConnection } from '../../../session/lent-connection.js';
import type { StatementPool } from '../../../session/pooled-session.js';
import type { SharedConnections } from '../../../endpoint.js';
import { GuardedClient } from './guarded-client.js';
import { destroy, hangUp, postgresConnection } from './postgres-connection.js';

/** An open connection of the pool; of a server that several databases share, with its place in the room. */
interface Kept {
  client: Client;
  place: Place | null;
  isOver: boolean;
  restTimer: NodeJS.Timeout | undefined;
}

interface Waiter {
  resolve(connection: LentConnection): void;
  reject(error: unknown): void;
}

/**
 * Statements take milliseconds: with many databases a second connection is opened only where the first stays at work for longer, and
 * for much longer where another database would have to close its own for it, and soon open it anew.
 */
const sharedPatienceMs = 500;
const closingPatienceMs = 2_000;
/** A connection that rests for so long is closed. */
const restMs = 60_000;
/** With many databases soon, but for the last of each. */
const sharedRestMs = 30_000;

/** The connections of one side for statements: so many at most. With `shared` the last one stays open, and stands for the session. */
export class ClientPool implements StatementPool {
  /** The last used at the end: it is used again first, so that the others grow old. */
  private readonly resting: Kept[] = [];
  private readonly waiting: Waiter[] = [];
  /** Open, or being opened. */
  private open = 0;
  private opening = 0;
  private isEnded = false;

  /** `onGone`: the server has closed the last connection, or gives none any more. Told only with `shared`: else the probe hears of it. */
  constructor(
    private readonly options: ClientConfig,
    private readonly shared: SharedConnections | undefined,
    private readonly onGone: (error: unknown) => void,
  ) {}

  /** Waits for a free connection however long that takes: who asked bounds it. */
  getConnection(): Promise<LentConnection> {
    if (this.isEnded) return Promise.reject(terminated());
    const rested = this.resting.pop();
    if (rested !== undefined) return Promise.resolve(this.lend(rested));
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      if (this.open === 0 || this.shared === undefined) this.grow();
      else this.growLater(this.shared);
    });
  }

  /** Takes a connection that was opened elsewhere. */
  adopt(client: Client, place: Place | null): void {
    this.open += 1;
    this.give(this.keep(client, place));
  }

  async end(): Promise<void> {
    this.isEnded = true;
    for (const { reject } of this.waiting.splice(0)) reject(terminated());
    await Promise.all([...this.resting].map((kept) => this.close(kept)));
  }

  private growLater({ room }: SharedConnections): void {
    setTimeout(() => room.hasFreePlace && this.grow(), sharedPatienceMs).unref();
    setTimeout(() => this.grow(), closingPatienceMs).unref();
  }

  private grow(): void {
    const most = this.shared?.statements ?? poolSize;
    if (this.isEnded || this.open >= most || this.waiting.length <= this.opening) return;
    this.open += 1;
    this.opening += 1;
    this.openOne().then(
      (kept) => {
        this.opening -= 1;
        this.give(kept);
      },
      (error: unknown) => {
        this.opening -= 1;
        this.open -= 1;
        this.notOpened(error);
      },
    );
  }

  private async openOne(): Promise<Kept> {
    const place = (await this.shared?.room.take()) ?? null;
    const client = new GuardedClient(this.options);
    // A connection that is cut between two statements would end this process.
    client.on('error', () => undefined);
    try {
      if (this.isEnded) throw terminated();
      await client.connect();
      return this.keep(client, place);
    } catch (error) {
      destroy(client);
      place?.leave();
      throw error;
    }
  }

  /** Who waits goes on waiting where another connection may become free. */
  private notOpened(error: unknown): void {
    if (this.isEnded || this.open > 0) return;
    for (const { reject } of this.waiting.splice(0)) reject(error);
    if (this.shared !== undefined) this.onGone(error);
  }

  private keep(client: Client, place: Place | null): Kept {
    const kept: Kept = { client, place, isOver: false, restTimer: undefined };
    client.on('error', (error) => this.wasCut(kept, error));
    client.on('end', () => this.wasCut(kept, terminated()));
    return kept;
  }

  /** To who waits first, or to rest. */
  private give(kept: Kept): void {
    if (kept.isOver) return;
    if (this.isEnded) return void this.close(kept);
    const waiter = this.waiting.shift();
    if (waiter !== undefined) return waiter.resolve(this.lend(kept));
    this.resting.push(kept);
    kept.place?.rest(
      () => void this.close(kept),
      () => this.open > 1,
    );
    const isLast = (): boolean => this.shared !== undefined && this.open === 1;
    const rest = this.shared === undefined ? restMs : sharedRestMs;
    kept.restTimer = setTimeout(() => isLast() || void this.close(kept), rest).unref();
  }

  private lend(kept: Kept): LentConnection {
    clearTimeout(kept.restTimer);
    kept.place?.wake();
    return {
      ...postgresConnection(kept.client, this.options),
      release: () => this.give(kept),
      // The server ends a connection within moments: nobody waits for it.
      hangUp: async () => void this.close(kept),
      destroy: () => this.cut(kept),
    };
  }

  /** By the server, or on the way to it. */
  private wasCut(kept: Kept, error: unknown): void {
    if (kept.isOver) return;
    this.cut(kept);
    if (this.open === 0 && this.shared !== undefined && !this.isEnded) this.onGone(error);
  }

  private cut(kept: Kept): void {
    if (kept.isOver) return;
    this.drop(kept);
    destroy(kept.client);
    kept.place?.leave();
  }

  private async close(kept: Kept): Promise<void> {
    if (kept.isOver) return;
    this.drop(kept);
    await hangUp(kept.client);
    kept.place?.leave();
  }

  private drop(kept: Kept): void {
    kept.isOver = true;
    clearTimeout(kept.restTimer);
    const at = this.resting.indexOf(kept);
    if (at >= 0) this.resting.splice(at, 1);
    this.open -= 1;
    this.grow();
  }
}

/** In the words of the driver, which are known for a loss. */
function terminated(): Error {
  return new Error('Connection terminated');
}
