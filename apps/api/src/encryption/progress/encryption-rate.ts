/** Bytes that were encrypted at a moment. */
interface Sample {
  atMs: number;
  encryptedBytes: number;
}

/** The rate is that of so long: shorter, and it jumps with every tablespace; longer, and a change of settings is seen late. */
const windowMs = 5 * 60_000;
/** Two samples this close say little of a rate. */
const shortestMs = 8_000;

/** How fast the encrypted bytes of one side grow, over the last minutes. Times are monotonic milliseconds. */
export class EncryptionRate {
  private samples: Sample[] = [];

  /** `encryptedBytes` null: unknown at this moment, so that what was before says nothing of what comes. */
  note(atMs: number, encryptedBytes: number | null): void {
    if (encryptedBytes === null) {
      this.samples = [];
      return;
    }
    const last = this.samples.at(-1);
    // Tables were dropped or decrypted: the history is that of other bytes.
    if (last !== undefined && encryptedBytes < last.encryptedBytes) this.samples = [];
    this.samples.push({ atMs, encryptedBytes });
    const from = atMs - windowMs;
    while (this.samples.length > 2 && (this.samples[1]?.atMs ?? atMs) <= from) this.samples.shift();
  }

  /** null: not measured for long enough. 0 is known: nothing was encrypted in the window. */
  bytesPerSecond(): number | null {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < shortestMs) return null;
    return ((last.encryptedBytes - first.encryptedBytes) * 1000) / (last.atMs - first.atMs);
  }

  /** Whether a whole window was seen: only then a rate of 0 says that nothing moves. */
  coversWindow(): boolean {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    return first !== undefined && last !== undefined && last.atMs - first.atMs >= windowMs;
  }
}
