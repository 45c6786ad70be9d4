/** Numbers that look random and are always the same for the same seed (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A generator of its own, so that what one part draws changes nothing for another. */
  fork(): Random {
    return new Random(this.int(2 ** 32));
  }

  /** From 0 up to, and not including, `below`. */
  int(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  between(from: number, to: number): number {
    return from + this.int(to - from + 1);
  }

  chance(share: number): boolean {
    return this.int(1_000_000) < share * 1_000_000;
  }

  /** One of these. Throws for an empty list. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('Nothing to choose from');
    return from[this.int(from.length)]!;
  }

  /** One of these, each as often as its weight says. */
  pickByWeight<T extends { readonly weight: number }>(from: readonly T[]): T {
    let left = this.int(1_000_000) * (from.reduce((sum, { weight }) => sum + weight, 0) / 1_000_000);
    return from.find(({ weight }) => (left -= weight) < 0) ?? from[from.length - 1]!;
  }
}
