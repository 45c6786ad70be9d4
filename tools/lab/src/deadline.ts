import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from './lab.errors.js';

export interface DeadlineOptions {
  /** Give up after this long. */
  readonly timeoutMs: number;
  /** Pause between two looks. */
  readonly pauseMs?: number;
  /** What to do when it never happens. */
  readonly advice?: string;
}

/**
 * Looks again and again until `look` returns something other than undefined, and returns that.
 * @throws LabError naming `what` when the time is over.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined>, options: DeadlineOptions): Promise<T> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) {
      throw new LabError(`Waited ${Math.round(options.timeoutMs / 1000)} s in vain for: ${what}.`, options.advice);
    }
    await sleep(options.pauseMs ?? 50);
  }
}
