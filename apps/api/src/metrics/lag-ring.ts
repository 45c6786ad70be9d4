import { replicationStateSchema } from '@cutover/contracts';
import type { LagSample } from '../lag/store/sample.store.js';

/** Index of a state is what a byte of the ring holds. */
const states = replicationStateSchema.options;

/** Memory of one sample: six doubles and one byte. */
export const bytesPerSample = 6 * Float64Array.BYTES_PER_ELEMENT + Uint8Array.BYTES_PER_ELEMENT;

const historySeconds = 24 * 3600;

/** Samples of 24 h at this interval, and a minute's worth more for rounds that come a little early. */
export function ringCapacity(intervalSeconds: number): number {
  return Math.ceil((historySeconds + 60) / intervalSeconds);
}

/**
 * Lag samples of one migration in a fixed amount of memory (`capacity × bytesPerSample` bytes, taken at once); the newest
 * overwrites the oldest. NaN in the arrays is null: unknown, never zero.
 */
export class LagRing {
  private readonly atMs: Float64Array;
  private readonly seconds: Float64Array;
  private readonly atLeastSeconds: Float64Array;
  private readonly transactionsBehind: Float64Array;
  private readonly notReceivedBytes: Float64Array;
  private readonly notAppliedBytes: Float64Array;
  private readonly state: Uint8Array;
  private next = 0;
  private count = 0;

  constructor(readonly capacity: number) {
    this.atMs = new Float64Array(capacity);
    this.seconds = new Float64Array(capacity);
    this.atLeastSeconds = new Float64Array(capacity);
    this.transactionsBehind = new Float64Array(capacity);
    this.notReceivedBytes = new Float64Array(capacity);
    this.notAppliedBytes = new Float64Array(capacity);
    this.state = new Uint8Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  /** Bytes of the arrays. */
  get byteLength(): number {
    const { atMs, seconds, atLeastSeconds, transactionsBehind, notReceivedBytes, notAppliedBytes } = this;
    const arrays = [atMs, seconds, atLeastSeconds, transactionsBehind, notReceivedBytes, notAppliedBytes];
    return arrays.reduce((sum, array) => sum + array.byteLength, this.state.byteLength);
  }

  push(sample: LagSample): void {
    const at = this.next;
    this.atMs[at] = sample.atMs;
    this.seconds[at] = sample.seconds ?? NaN;
    this.atLeastSeconds[at] = sample.atLeastSeconds ?? NaN;
    this.transactionsBehind[at] = sample.transactionsBehind ?? NaN;
    this.notReceivedBytes[at] = sample.notReceivedBytes ?? NaN;
    this.notAppliedBytes[at] = sample.notAppliedBytes ?? NaN;
    this.state[at] = states.indexOf(sample.state);
    this.next = (at + 1) % this.capacity;
    this.count = Math.min(this.count + 1, this.capacity);
  }

  /** Samples with `fromMs` ≤ at ≤ `toMs` in order of time, also when the wall clock was set back while they were taken. */
  between(fromMs: number, toMs: number): LagSample[] {
    const found: LagSample[] = [];
    const oldest = (this.next - this.count + this.capacity) % this.capacity;
    for (let offset = 0; offset < this.count; offset += 1) {
      const at = (oldest + offset) % this.capacity;
      const atMs = this.atMs[at] ?? NaN;
      if (atMs >= fromMs && atMs <= toMs) found.push(this.read(at));
    }
    return found.sort((a, b) => a.atMs - b.atMs);
  }

  /** The most that samples since then tell, and the oldest of those samples; null where there is none. */
  worstSince(fromMs: number): { seconds: number | null; isLowerBound: boolean; oldestMs: number | null } {
    let worst = NaN;
    let isLowerBound = false;
    let oldestMs = NaN;
    for (let at = 0; at < this.count; at += 1) {
      const atMs = this.atMs[at] ?? NaN;
      if (!(atMs >= fromMs)) continue;
      if (!(oldestMs <= atMs)) oldestMs = atMs;
      for (const figures of [this.seconds, this.atLeastSeconds]) {
        const seconds = figures[at] ?? NaN;
        if (worst >= seconds || Number.isNaN(seconds)) continue;
        worst = seconds;
        isLowerBound = figures === this.atLeastSeconds;
      }
    }
    return { seconds: known(worst), isLowerBound, oldestMs: known(oldestMs) };
  }

  private read(at: number): LagSample {
    return {
      atMs: this.atMs[at] ?? NaN,
      seconds: known(this.seconds[at]),
      atLeastSeconds: known(this.atLeastSeconds[at]),
      transactionsBehind: known(this.transactionsBehind[at]),
      notReceivedBytes: known(this.notReceivedBytes[at]),
      notAppliedBytes: known(this.notAppliedBytes[at]),
      state: states[this.state[at] ?? -1] ?? 'unknown',
    };
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
