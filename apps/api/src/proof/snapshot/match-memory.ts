/** Attempts of the first try. Where one in fifty succeeds, so many fail once in four hundred times. */
const fullAttempts = 300;
/** Attempts of a try after one that failed: enough to notice that the source has become quieter. */
const probeAttempts = 20;
/** After a try that failed none is made for so long; the time doubles with each further one, up to the longest. */
const firstRestMs = 5_000;
const longestRestMs = 60_000;

/**
 * What matching snapshots has come to on one migration, over all its tables and watchers. Where the source is written so
 * fast that no two snapshots meet, that is found out once, and not again for each table: each try costs both servers
 * hundreds of statements. Short tries, rarer and rarer, notice when it has become possible again.
 */
export class MatchMemory {
  private missesInARow = 0;
  private restUntilMs = -Infinity;
  private why: string | null = null;

  /** `nowMs` is a monotonic clock. */
  constructor(private readonly nowMs: () => number) {}

  /** How many attempts the next try may make. */
  get attempts(): number {
    return this.missesInARow === 0 ? fullAttempts : probeAttempts;
  }

  /** Why no snapshots are matched at the moment; null: a try is due. */
  resting(): string | null {
    return this.nowMs() < this.restUntilMs ? this.why : null;
  }

  noteMatched(): void {
    this.missesInARow = 0;
    this.restUntilMs = -Infinity;
    this.why = null;
  }

  /** Called after a try that failed. `why` is told of the tables for which none is made. */
  noteMissed(why: string): void {
    const restMs = Math.min(firstRestMs * 2 ** Math.min(this.missesInARow, 30), longestRestMs);
    this.missesInARow++;
    this.restUntilMs = this.nowMs() + restMs;
    this.why = why;
  }

  /** Puts a better reason in the place of that of the last miss. */
  explain(why: string): void {
    if (this.why !== null) this.why = why;
  }
}
