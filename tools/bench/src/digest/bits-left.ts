const bytes = 8;

/**
 * How many of the 64 bits of a digest are left to tell two sets of rows apart, measured over many changes: each byte
 * counts with −log2 of the share of changes that leave it as it was. A byte that is as likely as not to be any other counts
 * with 8, one that never changes with 0.
 */
export class BitsLeft {
  private changes = 0;
  private readonly unchanged = new Array<number>(bytes).fill(0);
  private everLow = 0;
  private everHigh = 0;

  /** One change of the digest: the bits that differ, the low half first. */
  add([low, high]: readonly [number, number]): void {
    this.changes += 1;
    this.everLow |= low;
    this.everHigh |= high;
    for (let byte = 0; byte < bytes; byte += 1) {
      const half = byte < 4 ? low : high;
      if (((half >>> ((byte % 4) * 8)) & 0xff) === 0) this.unchanged[byte]! += 1;
    }
  }

  get measured(): number {
    return this.unchanged.reduce((sum, times) => {
      // As if one change more had been tried that leaves the byte as it was: 0 times of a few is not never.
      return sum + Math.min(8, -Math.log2((times + 1) / (this.changes + 1)));
    }, 0);
  }

  /** The bits from the lowest on that no change has changed. */
  get deadLowBits(): number {
    const lowest = (value: number): number => (value === 0 ? 32 : 31 - Math.clz32(value & -value));
    const low = lowest(this.everLow);
    return low < 32 ? low : 32 + lowest(this.everHigh);
  }
}
