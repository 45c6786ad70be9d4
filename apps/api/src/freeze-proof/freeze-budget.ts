import type { FreezeProof } from '@cutover/contracts';
import type { Clock } from '../platform/clock.js';

/** Counts how long the source has stood still, on our monotonic clock: a wall clock that jumps changes nothing. */
export class FreezeBudget {
  private startedAtMs: number | null = null;
  private endedAtMs: number | null = null;

  constructor(
    readonly seconds: number,
    private readonly clock: Clock,
  ) {}

  /** The freeze was seen, or made. A second call changes nothing. */
  start(): void {
    this.startedAtMs ??= this.clock.monotonicMs();
  }

  /** The source takes writes again. */
  stop(): void {
    if (this.startedAtMs !== null) this.endedAtMs ??= this.clock.monotonicMs();
  }

  get isRunning(): boolean {
    return this.startedAtMs !== null && this.endedAtMs === null;
  }

  /** What is left of it, in ms; all of it before the freeze. Never negative. */
  get leftMs(): number {
    return Math.max(0, this.seconds * 1000 - (this.elapsedMs ?? 0));
  }

  private get elapsedMs(): number | null {
    if (this.startedAtMs === null) return null;
    return (this.endedAtMs ?? this.clock.monotonicMs()) - this.startedAtMs;
  }

  /** As it is told. */
  reading(): FreezeProof['budget'] {
    const { elapsedMs } = this;
    return {
      seconds: this.seconds,
      elapsedMs: elapsedMs === null ? null : Math.round(elapsedMs),
      isRunning: this.isRunning,
    };
  }
}
