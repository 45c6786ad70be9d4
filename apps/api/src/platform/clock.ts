import { uptime } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';

/** Less is what a clock that is kept right does all the time. */
const toleranceMs = 1_000;

/** The only way to read time in services, so that tests can hold it. */
@Injectable()
export class Clock {
  /** Wall time less monotonic time, at the furthest since it was last set back. */
  private aheadMs = -Infinity;
  private totalMs = 0;
  private jumpedAtMs = -Infinity;
  private isPastKnown = true;
  private readonly setBacks = new Subject<number>();

  /**
   * By how many milliseconds the wall clock was set back, as soon as somebody reads it after that. Whoever keeps instants
   * must subtract so much from them: otherwise they look younger than they are.
   */
  readonly setBack: Observable<number> = this.setBacks.asObservable();

  /** Wall time in milliseconds since the epoch; it may jump. Use it for instants shown to people. */
  nowMs(): number {
    // Between two looks at the monotonic clock, so that a pause of the process is not taken for a jump.
    const beforeMs = this.monotonicMs();
    const wallMs = this.machineMs();
    this.compare(wallMs, beforeMs, this.monotonicMs());
    return wallMs;
  }

  /** Monotonic milliseconds; it never jumps. Use it for durations and ages. */
  monotonicMs(): number {
    return performance.now();
  }

  /**
   * Milliseconds since the machine was started, sleep included: a machine that slept shows here and not on the monotonic clock.
   * Linux counts it apart from the wall clock; elsewhere it may jump with that. Use it to notice gaps, not for durations.
   */
  bootMs(): number {
    return uptime() * 1000;
  }

  /** Wall time as UTC ISO text. */
  nowIso(): string {
    return new Date(this.nowMs()).toISOString();
  }

  /** By how much the wall clock was set back since the start, in all. Note it beside an instant, for {@link redated}. */
  setBackMs(): number {
    return this.totalMs;
  }

  /** An instant that was noted when `setBackMs` was `totalThenMs`, less what the clock was set back by since. UTC ISO text. */
  redated(instant: string, totalThenMs: number): string {
    return earlier(instant, this.totalMs - totalThenMs);
  }

  /** For how long the wall clock has run without a jump, in monotonic milliseconds; Infinity: none was seen. */
  steadyForMs(): number {
    return this.monotonicMs() - this.jumpedAtMs;
  }

  /** Whether instants that an earlier process noted can be held against the present. */
  get isPastReliable(): boolean {
    return this.isPastKnown;
  }

  /** Says that an earlier process has noted an instant that lies in the future: it is not known by how much the clock is wrong. */
  doubtPast(): void {
    this.isPastKnown = false;
  }

  /** The machine's clock. */
  protected machineMs(): number {
    return Date.now();
  }

  private compare(wallMs: number, beforeMs: number, afterMs: number): void {
    const [mostMs, leastMs] = [wallMs - beforeMs, wallMs - afterMs];
    if (mostMs < this.aheadMs - toleranceMs) {
      const byMs = this.aheadMs - mostMs;
      this.aheadMs = mostMs;
      this.totalMs += byMs;
      this.jumpedAtMs = afterMs;
      this.setBacks.next(byMs);
    } else if (leastMs > this.aheadMs) {
      if (this.aheadMs !== -Infinity && leastMs > this.aheadMs + toleranceMs) this.jumpedAtMs = afterMs;
      this.aheadMs = leastMs;
    }
  }
}

/** An instant so many milliseconds earlier. UTC ISO text. */
export function earlier(instant: string, byMs: number): string {
  return byMs === 0 ? instant : new Date(Date.parse(instant) - byMs).toISOString();
}
