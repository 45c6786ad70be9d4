/** So many looks tell what is usual: with one a second while a run waits, five minutes. */
export const usualLooks = 300;

/** A limit that is exceeded in such a share of the looks is exceeded as usual; what is below it is a passing peak. */
const usualShare = 0.9;

/** Verification holds back again where a server is so much above its usual level. */
const headroom = 1.25;

/** A counter that is over its limit as usual. */
export interface UsualLevel {
  /** The median of the looks. */
  level: number;
  /** Above this verification holds back, where it adapts. */
  limit: number;
}

/**
 * What a counter of a server is as usual, from the last looks at it. They are counted and not timed, so that what was learnt
 * in one round holds at the beginning of the next: looks are taken while a run is under way only.
 */
export class UsualLevelOf {
  private readonly looks: number[] = [];

  note(value: number): void {
    this.looks.push(value);
    if (this.looks.length > usualLooks) this.looks.shift();
  }

  /** null: the limit is not exceeded as usual, or there were too few looks to tell. */
  over(limit: number): UsualLevel | null {
    if (this.looks.length < usualLooks) return null;
    const over = this.looks.filter((value) => value > limit).length;
    if (over < usualShare * usualLooks) return null;
    const level = [...this.looks].sort((a, b) => a - b)[usualLooks >> 1]!;
    return { level, limit: Math.ceil(level * headroom) };
  }
}
