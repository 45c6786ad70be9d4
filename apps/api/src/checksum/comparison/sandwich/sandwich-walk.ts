import type { Clock } from '../../../platform/clock.js';
import type { ChunkLedger } from '../chunk-ledger.js';
import type { ChunkFeed, PlacedRange } from '../chunks/chunk-feed.js';
import type { ChunkSize } from '../chunks/chunk-size.js';
import { isTimeout } from '../read-failure.js';
import type { TableWork } from '../table-work.js';

/** Proving a range that is being written takes seconds each time. So much time may go into such ranges of one table. */
const hotBudgetMs = 60_000;
/**
 * Naming the rows of a range takes about a second for each thousand rows that hold one. So much time may go into it in
 * one table: enough to name 10,000 rows in some hundred places, and not so much that other tables wait for hours.
 */
const namingBudgetMs = 10 * 60_000;
/** After so many timeouts in a row the rest of the table is not tried. */
const mostTimeouts = 10;

/** One walk over the ranges of a table, and what bounds it. */
export class SandwichWalk {
  /** True: the rest of the table is not compared. */
  isOver = false;
  private hotMs = 0;
  private namingMs = 0;
  private timeouts = 0;

  constructor(
    readonly work: TableWork,
    readonly ledger: ChunkLedger,
    readonly feed: ChunkFeed,
    readonly size: ChunkSize,
    private readonly clock: Clock,
  ) {}

  /** Whether a range that is being written may still be divided. Its proof took so long. */
  mayDivideHot(tookMs: number): boolean {
    if (this.hotMs >= hotBudgetMs) return false;
    this.hotMs += tookMs;
    return true;
  }

  /** Runs `name`, which asks now and then whether naming the rows of this table has taken too long. */
  async naming(name: (isOverTime: () => boolean) => Promise<unknown>): Promise<void> {
    const beganMs = this.clock.monotonicMs();
    const spentMs = (): number => this.namingMs + this.clock.monotonicMs() - beganMs;
    await name(() => spentMs() >= namingBudgetMs);
    this.namingMs = spentMs();
  }

  /** A range was read in time. */
  noteRead(): void {
    this.timeouts = 0;
  }

  /** Counts a timeout. True when there were so many in a row that the rest of the table is not tried. */
  noteTimeout(): boolean {
    this.size.noteTimeout();
    this.isOver ||= ++this.timeouts >= mostTimeouts;
    return this.isOver;
  }

  slowReason(): string {
    const seconds = this.work.chunkTimeoutMs / 1000;
    return this.isOver
      ? `${mostTimeouts} statements in a row did not end within ${seconds} s, and the rest of the table was not tried: see what keeps the servers busy, then verify it again`
      : `A range that cannot be divided further was not read within ${seconds} s: compare it at a quieter time`;
  }
}

/** The next range of the walk; null after the last. Rejects with SideUnreadable, or when aborted. */
export async function nextRange(walk: SandwichWalk): Promise<PlacedRange | null> {
  // Ends after `mostTimeouts` at the latest.
  for (;;) {
    try {
      return await walk.feed.next(walk.size.rows());
    } catch (error) {
      if (!isTimeout(error) || walk.noteTimeout()) throw error;
    }
  }
}
