/** How many of the last messages the estimate looks at. */
const keptSamples = 16;

/**
 * How far this machine's clock is ahead of the server's, in milliseconds, from the sending times of messages.
 * Delay only ever adds to `received − sent`, so the smallest of the last samples is nearest the truth; taking the newest
 * would let a tab that was asleep, and reads its mail late, believe old figures to be fresh.
 */
export class ClockOffset {
  private samples: number[] = [];

  /** Notes one message; returns the estimate. */
  add(sentAt: string | number, receivedAtMs: number): number {
    const sentAtMs = typeof sentAt === 'number' ? sentAt : Date.parse(sentAt);
    this.samples = [...this.samples, receivedAtMs - sentAtMs].slice(-keptSamples);
    return Math.min(...this.samples);
  }
}
