/** How long a table that was counted again in vain is left alone, in ms. Each further time it is twice as long. */
const firstRestMs = 60_000;
/** The longest rest, in ms. */
const longestRestMs = 3_600_000;

/**
 * When a table may be counted again because another reading says otherwise. The first time at once; where the count then says the same
 * as before, another one hardly helps, and scans the table for nothing: it rests, for longer each time. One list of tables.
 */
export class RecountRests {
  private readonly rests = new Map<string, { ms: number; untilMs: number }>();

  /** Begins anew for all tables on which the two readings agree. */
  keepOnly(disagreeing: ReadonlySet<string>): void {
    for (const table of this.rests.keys()) if (!disagreeing.has(table)) this.rests.delete(table);
  }

  /** Those that may be counted now; their next rest begins. `nowMs` is monotonic time. */
  take(tables: readonly string[], nowMs: number): string[] {
    const due = tables.filter((table) => nowMs >= (this.rests.get(table)?.untilMs ?? -Infinity));
    for (const table of due) {
      const before = this.rests.get(table);
      const ms = before === undefined ? firstRestMs : Math.min(before.ms * 2, longestRestMs);
      this.rests.set(table, { ms, untilMs: nowMs + ms });
    }
    return due;
  }
}
