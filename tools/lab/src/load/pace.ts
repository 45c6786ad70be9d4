/** How long a load may lag behind its rate and still make up for it. After an outage it does not storm the server. */
const forgivenMs = 250;

/** Hands out moments at a steady rate, whoever asks. */
export class Pace {
  private nextMs: number;

  constructor(
    private ratePerSecond: number,
    nowMs: number,
  ) {
    this.nextMs = nowMs;
  }

  set rate(ratePerSecond: number) {
    this.ratePerSecond = ratePerSecond;
  }

  /** Takes the next moment and returns how long it is until then, in milliseconds. */
  take(nowMs: number): number {
    this.nextMs = Math.max(this.nextMs, nowMs - forgivenMs);
    const waitMs = this.nextMs - nowMs;
    this.nextMs += 1000 / this.ratePerSecond;
    return Math.max(0, waitMs);
  }
}
