import { Injectable } from '@nestjs/common';

/** The only way to read time in services, so that tests can hold it. */
@Injectable()
export class Clock {
  /** Wall time in milliseconds since the epoch; it may jump. Use it for instants shown to people. */
  nowMs(): number {
    return Date.now();
  }

  /** Monotonic milliseconds; it never jumps. Use it for durations and ages. */
  monotonicMs(): number {
    return performance.now();
  }

  /** Wall time as UTC ISO text. */
  nowIso(): string {
    return new Date(this.nowMs()).toISOString();
  }
}
