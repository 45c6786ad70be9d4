import type { FreezeBudget } from './freeze-budget.js';
import type { FreezeLock } from './freeze-proof-dialect.js';

/** The server ends the lock when it hears nothing for some seconds; this is well within. */
const aliveEveryMs = 2_000;

/** Why the lock is gone, where nobody released it. */
export const lostConnection = 'its connection was lost';

/** Holds the lock on the source for as long as the budget lasts, and not longer. Told why whenever it ends. */
export class FreezeHolder {
  private lock: FreezeLock | null = null;
  private timer: NodeJS.Timeout | undefined;

  /** @param onEnd called once, with the reason, when the lock is gone */
  constructor(
    private readonly budget: FreezeBudget,
    private readonly onEnd: (reason: string) => void,
  ) {}

  get isHeld(): boolean {
    return this.lock?.isOpen === true;
  }

  /** Takes the lock; the budget begins. Rejects as `acquire` does. */
  async freeze(acquire: () => Promise<FreezeLock>): Promise<void> {
    // Begins before: the application may stand still from the first moment of the attempt on.
    this.budget.start();
    try {
      this.lock = await acquire();
    } catch (error) {
      this.budget.stop();
      throw error;
    }
    this.next();
  }

  /** Asks the server whether the lock stands; where it does not, `onEnd` was told when this resolves. Never rejects. */
  async confirm(): Promise<void> {
    const { lock } = this;
    await lock?.keepAlive().catch(() => (this.lock === lock ? this.release(lostConnection) : undefined));
  }

  /** Lets writers go on. Resolves when they may; never rejects. */
  async release(reason: string): Promise<void> {
    const { lock } = this;
    if (lock === null) return;
    this.lock = null;
    clearTimeout(this.timer);
    this.budget.stop();
    // Before the lock is gone: from that moment on nobody may be told any more that it keeps the source frozen.
    this.onEnd(reason);
    await lock.release();
  }

  private next(): void {
    const { leftMs } = this.budget;
    this.timer = setTimeout(() => void this.look(), Math.min(aliveEveryMs, leftMs));
  }

  private async look(): Promise<void> {
    const { lock } = this;
    if (lock === null) return;
    if (this.budget.leftMs <= 0) return this.release(`the freeze budget of ${this.budget.seconds} s is over`);
    try {
      // The end of the budget is not put off by an answer that does not come: the statement is bounded, and short.
      await lock.keepAlive();
      if (this.lock === lock) this.next();
    } catch {
      await this.release(lostConnection);
    }
  }
}
