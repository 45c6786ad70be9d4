import type { Notification } from '@cutover/contracts';

/** What a channel is behind by more than this is an archive and no message: the oldest is given up. */
const most = 500;
/** Older messages are given up after one more attempt: nobody acts on them. */
const oldestMs = 24 * 3_600_000;
/** A message that the other side refuses for itself must not hold up the others for ever. */
const mostRefusals = 5;

/** One moment on both clocks. */
interface Moment {
  nowMs: number;
  monotonicMs: number;
}

/** Messages of one channel that wait, the oldest first, each once. Bounded. */
export class MessageQueue {
  private waiting: Notification[] = [];
  private refusals = 0;
  /** When each message was made, on the monotonic clock, by id. */
  private readonly madeAtMs = new Map<string, number>();

  get size(): number {
    return this.waiting.length;
  }

  first(): Notification | null {
    return this.waiting[0] ?? null;
  }

  has(migration: string | null): boolean {
    return this.waiting.some((message) => message.migration === migration);
  }

  /**
   * Puts messages in their order of time; answers those that are given up for it. Their ages are taken from the wall clock once, here, and
   * do not jump with it afterwards; a message of the future was made just now.
   */
  add(messages: readonly Notification[], { nowMs, monotonicMs }: Moment): Notification[] {
    const known = new Set(this.waiting.map(({ id }) => id));
    const fresh = messages.filter(({ id }) => !known.has(id));
    const first = this.first();
    this.waiting = [...this.waiting, ...fresh].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    for (const { id, createdAt } of fresh)
      this.madeAtMs.set(id, monotonicMs - Math.max(0, nowMs - Date.parse(createdAt)));
    if (this.first() !== first) this.refusals = 0;
    return this.waiting.splice(0, Math.max(0, this.waiting.length - most));
  }

  remove(id: string): void {
    if (this.first()?.id === id) this.refusals = 0;
    this.waiting = this.waiting.filter((message) => message.id !== id);
    this.madeAtMs.delete(id);
  }

  /** Whether the first message, of which an attempt just failed, is to be given up. */
  isHopeless(isRefusal: boolean, monotonicMs: number): boolean {
    const first = this.first();
    if (first === null) return false;
    if (isRefusal) this.refusals += 1;
    return this.refusals >= mostRefusals || monotonicMs - (this.madeAtMs.get(first.id) ?? monotonicMs) > oldestMs;
  }
}
