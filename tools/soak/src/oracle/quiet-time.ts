interface Disturbance {
  readonly fromMs: number;
  toMs: number;
}

/**
 * When something kept the product from comparing: a server or the API was down, replication stood still. What the product
 * must do "within N seconds" it must do within N seconds of quiet time.
 */
export class QuietTime {
  private readonly disturbances: Disturbance[] = [];

  constructor(private readonly startedMs: number) {}

  /** Something disturbs from now on. Call what is returned when it is over. */
  disturb(atMs: number): { over(atMs: number): void } {
    const disturbance = { fromMs: atMs, toMs: Infinity };
    this.disturbances.push(disturbance);
    return { over: (endMs) => (disturbance.toMs = endMs) };
  }

  /** Undisturbed milliseconds between two moments. */
  quietMs(fromMs: number, toMs: number): number {
    return this.quietParts(fromMs, toMs).reduce((sum, part) => sum + part.toMs - part.fromMs, 0);
  }

  /** The moment from which on, up to `nowMs`, it was quiet for so long altogether; null: it was never quiet for so long. */
  reachBack(nowMs: number, neededMs: number): number | null {
    let leftMs = neededMs;
    for (const part of this.quietParts(this.startedMs, nowMs).reverse()) {
      const lengthMs = part.toMs - part.fromMs;
      if (lengthMs >= leftMs) return part.toMs - leftMs;
      leftMs -= lengthMs;
    }
    return null;
  }

  private quietParts(fromMs: number, toMs: number): Disturbance[] {
    const parts: Disturbance[] = [];
    let cursorMs = fromMs;
    const inOrder = [...this.disturbances].sort((one, other) => one.fromMs - other.fromMs);
    for (const { fromMs: beginMs, toMs: endMs } of inOrder) {
      if (endMs <= cursorMs) continue;
      if (beginMs >= toMs) break;
      if (beginMs > cursorMs) parts.push({ fromMs: cursorMs, toMs: beginMs });
      cursorMs = endMs;
    }
    if (cursorMs < toMs) parts.push({ fromMs: cursorMs, toMs });
    return parts;
  }
}
