import type { Clock } from '../platform/clock.js';

/** What a loop needs; injected so that tests hold time. */
export interface WatchLoopDeps {
  /** One round. The signal is aborted when the loop stops. */
  round(signal: AbortSignal): Promise<void>;
  /** Called with the error of a failed round; the loop goes on. */
  onFailure(error: unknown): void;
  clock: Pick<Clock, 'monotonicMs'>;
  setTimer(run: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
  /** 0 ≤ x < 1. */
  random(): number;
  /** A round may take so long: its signal is aborted then, and the next one runs as planned. Absent: as long as it wants. */
  longestRoundMs?: number;
}

/** An aborted round gets so long to end by itself before it is left behind. */
const farewellMs = 10_000;

/** Rounds are spread by up to this share of the interval, so that many watchers do not hit a server at the same moment. */
const jitterShare = 0.1;

/**
 * Delay until the next round: the interval less the time the round took, plus jitter; never less than a fifth of the
 * interval, so that a round slower than its interval does not become a loop without rest.
 */
export function nextDelayMs(intervalMs: number, tookMs: number, random: number): number {
  return Math.max(intervalMs - tookMs, intervalMs / 5) + (random - 0.5) * jitterShare * intervalMs;
}

/** Runs one watcher of one migration for ever: never beside itself, and a failed round never stops the next. */
export class WatchLoop {
  private timer: unknown = null;
  private current: Promise<void> | null = null;
  private readonly ending = new AbortController();
  /** Of the round under way, where its time is bounded. One signal for each round: two joined to one cost as much as the round itself. */
  private limit: AbortController | null = null;

  constructor(
    private readonly intervalMs: number,
    private readonly deps: WatchLoopDeps,
  ) {}

  /** Starts with a first round after `delayMs`. */
  start(delayMs: number): void {
    this.schedule(delayMs);
  }

  /** Runs a round now, unless one is under way; resolves when it has ended. */
  runNow(): Promise<void> {
    this.current ??= this.oneRound().finally(() => (this.current = null));
    return this.current;
  }

  /** Aborts the round under way and waits for it to end. */
  async stop(): Promise<void> {
    this.ending.abort();
    this.limit?.abort(this.ending.signal.reason);
    if (this.timer !== null) this.deps.clearTimer(this.timer);
    this.timer = null;
    await this.current;
  }

  private schedule(delayMs: number): void {
    if (this.ending.signal.aborted) return;
    this.timer = this.deps.setTimer(() => void this.tick(), delayMs);
  }

  private async tick(): Promise<void> {
    const startedMs = this.deps.clock.monotonicMs();
    await this.runNow();
    this.schedule(nextDelayMs(this.intervalMs, this.deps.clock.monotonicMs() - startedMs, this.deps.random()));
  }

  private async oneRound(): Promise<void> {
    if (this.ending.signal.aborted) return;
    const { longestRoundMs } = this.deps;
    try {
      await (longestRoundMs === undefined ? this.deps.round(this.ending.signal) : this.boundedRound(longestRoundMs));
    } catch (error) {
      if (!this.ending.signal.aborted) this.deps.onFailure(error);
    }
  }

  /** A promise that never settles must not be the last thing that is ever measured. */
  private async boundedRound(longestRoundMs: number): Promise<void> {
    const limit = new AbortController();
    this.limit = limit;
    let farewell: NodeJS.Timeout | undefined;
    let timer: NodeJS.Timeout | undefined;
    const leftBehind = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new Error(`A round was ended after ${longestRoundMs / 1000} s`);
        limit.abort(error);
        farewell = setTimeout(() => reject(error), farewellMs);
      }, longestRoundMs);
    });
    try {
      await Promise.race([this.deps.round(limit.signal), leftBehind]);
    } finally {
      clearTimeout(timer);
      clearTimeout(farewell);
    }
  }
}
