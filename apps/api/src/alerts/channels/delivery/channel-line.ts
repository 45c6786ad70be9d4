import { Logger } from '@nestjs/common';
import type { Notification } from '@cutover/contracts';
import type { Clock } from '../../../platform/clock.js';
import { afterFailure, afterSuccess, untried, type ChannelRecord } from './channel-record.js';
import { attemptLimitMs, DeliveryFailure, type ChannelSender } from './channel-sender.js';
import { MessageQueue } from './message-queue.js';
import { retryDelayMs } from './retry-delay.js';

/** What is kept of a line. Never rejects: what the store refuses is written later, and sending goes on. */
export interface LineStore {
  saveRecord(channel: string, record: ChannelRecord): Promise<void>;
  addMessage(message: Notification): Promise<void>;
  removeMessage(id: string): Promise<void>;
}

/** What a line needs; injected so that tests hold time. */
export interface LineDeps {
  clock: Pick<Clock, 'nowMs' | 'monotonicMs'>;
  store: LineStore;
  /** 0 ≤ x < 1. */
  random(): number;
  /** Called when anything that is shown of the channel changed. */
  onChange(): void;
}

/** At the end of the process a message under way gets so long, so that it is not sent twice. */
const farewellMs = 2_000;

/**
 * Delivers the messages of one channel, in their order, one at a time. A failed one is tried again until it is delivered or
 * hopeless; nothing overtakes it. At least once: a process that dies between the answer and noting it sends again.
 */
export class ChannelLine {
  private readonly logger = new Logger('Notifications');
  private readonly queue = new MessageQueue();
  private readonly ending = new AbortController();
  private known: ChannelRecord = untried;
  private timer: NodeJS.Timeout | null = null;
  private current: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    readonly name: string,
    private readonly sender: ChannelSender,
    private readonly deps: LineDeps,
  ) {}

  get record(): ChannelRecord {
    return this.known;
  }

  get destination(): string {
    return this.sender.destination;
  }

  get waiting(): number {
    return this.queue.size;
  }

  get oldest(): Notification | null {
    return this.queue.first();
  }

  /** Whether a message about this migration, or about backups (null), waits. */
  isWaiting(migration: string | null): boolean {
    return this.queue.has(migration);
  }

  /** Takes up what an earlier process left. What this one found out itself is newer. */
  restore(record: ChannelRecord | null, messages: readonly Notification[]): void {
    if (record !== null && this.known === untried) this.known = record;
    this.queue.add(messages, this.moment());
    this.deps.onChange();
    this.wake();
  }

  /** Resolves once the message is kept; it is sent as soon as its turn comes. */
  async put(message: Notification): Promise<void> {
    const given = this.queue.add([message], this.moment());
    await this.deps.store.addMessage(message);
    for (const { id, headline } of given) await this.giveUp(id, `${headline}: too many wait`);
    this.deps.onChange();
    this.wake();
  }

  /** Sends one message now, beside the queue, and answers what the other side said. Rejects with DeliveryFailure. */
  async try(message: Notification): Promise<string> {
    try {
      const answer = await this.sender.send(message, this.ending.signal);
      await this.succeeded();
      return answer;
    } catch (error) {
      const failure = this.asFailure(error);
      if (!this.ending.signal.aborted) await this.failed(failure);
      throw failure;
    } finally {
      this.wake();
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const limit = setTimeout(() => this.ending.abort(new Error('Cutover is stopping')), farewellMs);
    await this.current;
    this.ending.abort(new Error('Cutover is stopping'));
    clearTimeout(limit);
  }

  private moment(): { nowMs: number; monotonicMs: number } {
    return { nowMs: this.deps.clock.nowMs(), monotonicMs: this.deps.clock.monotonicMs() };
  }

  private wake(): void {
    if (this.current !== null || this.isStopping || this.queue.first() === null) return;
    if (this.timer !== null) clearTimeout(this.timer);
    const waitMs = Math.max(0, (this.known.notBeforeMs ?? 0) - this.deps.clock.nowMs());
    // A clock that was set back must not silence a channel.
    this.timer = setTimeout(() => this.begin(), Math.min(waitMs, 3_600_000));
  }

  private begin(): void {
    this.timer = null;
    this.current = this.deliverFirst().finally(() => {
      this.current = null;
      this.wake();
    });
  }

  private async deliverFirst(): Promise<void> {
    const message = this.queue.first();
    if (message === null) return;
    try {
      await this.sender.send(message, this.ending.signal);
      this.queue.remove(message.id);
      await Promise.all([this.deps.store.removeMessage(message.id), this.succeeded()]);
    } catch (error) {
      if (this.ending.signal.aborted) return;
      const failure = this.asFailure(error);
      const isHopeless = this.queue.isHopeless(failure.more.isRefusal === true, this.deps.clock.monotonicMs());
      await this.failed(failure);
      if (isHopeless) await this.giveUp(message.id, `${message.headline}: ${failure.message}`);
    }
  }

  private async succeeded(): Promise<void> {
    if (this.known.failingSince !== null) this.logger.log(`Channel ${this.name} works again`);
    await this.note(afterSuccess(this.known, new Date(this.deps.clock.nowMs()).toISOString()));
  }

  private async failed(failure: DeliveryFailure): Promise<void> {
    // Once for each outage: the alert, and the state of the channel, tell the rest.
    if (this.known.failingSince === null)
      this.logger.warn(`Channel ${this.name} fails: ${failure.message}. ${failure.action}`);
    const delayMs = retryDelayMs(this.known.failedAttempts + 1, this.deps.random());
    const waitMs = Math.max(delayMs, failure.more.retryAfterMs ?? 0);
    await this.note(afterFailure(this.known, failure, this.deps.clock.nowMs(), waitMs));
  }

  private async giveUp(id: string, what: string): Promise<void> {
    this.logger.error(`Channel ${this.name}: a message was given up. ${what}`);
    this.queue.remove(id);
    await this.deps.store.removeMessage(id);
    await this.note({ ...this.known, lost: this.known.lost + 1 });
  }

  private async note(record: ChannelRecord): Promise<void> {
    this.known = record;
    // Shown at once, however slow the store is.
    this.deps.onChange();
    await this.deps.store.saveRecord(this.name, record);
  }

  /** A fault of ours stops no channel either: it is tried again like any other. */
  private asFailure(error: unknown): DeliveryFailure {
    if (error instanceof DeliveryFailure) return error;
    if (!this.ending.signal.aborted) this.logger.error({ err: error }, `Channel ${this.name}: sending failed`);
    return new DeliveryFailure(
      `Not sent within ${attemptLimitMs / 1000} s, because of a fault of Cutover`,
      'Look into the log of Cutover.',
    );
  }
}
