import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { closeStore, type OpenedStore } from './open-store.js';
import { RetriedWrites } from './retried-writes.js';
import { StoreFault, toStoreFault } from './store-faults.js';
import { StoreHealth } from './store-health.js';
import { turn, WriteQueue } from './write-queue.js';

/** So many writes share a transaction at most: a person's read or acknowledgement waits for one transaction, not for a long line. */
const mostTogether = 50;

/** Work on the store inside one transaction. */
export type StoreWork<Result> = (manager: EntityManager) => Promise<Result>;

/** The one way to the store: every read and write goes through one queue (see WriteQueue), every failure into StoreHealth. */
@Injectable()
export class StoreConnection implements OnApplicationShutdown {
  private readonly logger = new Logger('Store');
  private readonly queue = new WriteQueue();
  private readonly retried = new RetriedWrites();
  /** Flushes run one at a time: an older write that failed must not be put back over a newer one of its key. */
  private readonly flushes = new WriteQueue();
  private isClosed = false;

  constructor(
    private readonly opened: OpenedStore,
    private readonly health: StoreHealth,
    private readonly clock: Clock,
  ) {
    if (opened.notice === null) return;
    this.logger.error(opened.notice);
    health.notice(opened.notice);
  }

  /** Runs `work` in a transaction of its own. Rejects with StoreFault; then nothing of it was written. */
  write<Result>(work: StoreWork<Result>): Promise<Result> {
    return this.run(async () => {
      const result = await this.opened.dataSource.transaction(work);
      // Only a write proves that a store works again: reads go on working on a full disk.
      if (this.health.worked()) this.logger.log(`${this.opened.place} works again`);
      return result;
    });
  }

  /** Reads committed data only. Rejects with StoreFault. */
  read<Result>(work: StoreWork<Result>): Promise<Result> {
    return this.run(() => work(this.opened.dataSource.manager));
  }

  /**
   * Writes, or keeps the write for later when the store is out of order; never rejects for that. A later write with the
   * same key replaces one that waits. Waiting writes go out with the next writes that work, and at shutdown.
   */
  async keep(key: string, work: StoreWork<unknown>): Promise<void> {
    this.retried.add(key, work);
    await this.flush();
  }

  /** Whether a write of this key waits until the store works again: what the store says of it is out of date. */
  isWaiting(key: string): boolean {
    return this.retried.has(key);
  }

  /** Writes what waits, oldest first, until the store fails. Never rejects. */
  flush(): Promise<void> {
    return this.flushes.run(() => this.writeWaiting());
  }

  private async writeWaiting(): Promise<void> {
    for (let left = this.retried.size; left > 1 && (await this.writeTogether()); left -= mostTogether);
    // At most what waits now: writes that come in meanwhile flush themselves.
    for (let left = this.retried.size; left > 0; left -= 1) {
      const next = this.retried.take();
      if (!next) break;
      try {
        await this.write(next.work);
      } catch (error) {
        if (error instanceof StoreFault && error.isPassing) {
          this.retried.putBack([next]);
          break;
        }
        // A write that can never succeed must not hold up the others for ever; run() has logged why.
        this.retried.giveUp();
      }
    }
    this.health.noteWaiting(this.retried.size, this.retried.lostSinceLastAsked());
  }

  /**
   * Several writes that wait go out in one transaction: the disk is waited for once, not for each. Answers false where that
   * was not possible, or there are not several; nothing was written then.
   */
  private async writeTogether(): Promise<boolean> {
    if (this.isClosed || this.retried.size < 2 || !this.health.snapshot().isWorking) return false;
    const writes = this.retried.takeMany(mostTogether);
    try {
      await this.inTurn(() =>
        this.opened.dataSource.transaction(async (manager) => {
          for (const { work } of writes) await work(manager);
        }),
      );
      return true;
    } catch {
      // Which of them cannot be written, and why, is found out one by one.
      this.retried.putBack(writes);
      return false;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  /** Writes what waits, then closes. Afterwards every call rejects with STORE_CLOSED. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    await this.flush();
    await this.queue.run(async () => {
      this.isClosed = true;
      await closeStore(this.opened);
    });
  }

  /** The driver of SQLite is synchronous: without a turn between them, a line of writes would let nobody else be answered. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.queue.run(async () => {
      await turn();
      return work();
    });
  }

  private async run<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.inTurn(async () => {
        if (this.isClosed) throw new StoreFault('STORE_CLOSED', 'The store is closed: Cutover is stopping.', false);
        return work();
      });
    } catch (error) {
      const fault = toStoreFault(error, this.opened.place);
      if (fault.code === 'STORE_CLOSED') throw fault;
      const isNew = this.health.failed(
        { code: fault.code, message: fault.message, action: 'Monitoring goes on; see the message for what to do.' },
        this.clock.nowIso(),
      );
      // Once per outage: a full disk must not fill the log with a line for every sample.
      if (isNew) this.logger.error(fault.message);
      throw fault;
    }
  }
}
