import type { Conclusion } from '../../../proof/conclusion.js';
import { halves, mostDivisions } from '../chunks/halves.js';
import type { PlacedRange } from '../chunks/chunk-feed.js';
import type { RangeDigest } from '../range-digest.js';
import type { TableWork } from '../table-work.js';
import { provedRows, type ProvingSides } from './proved-rows.js';

/** A differing range with at most so many rows is compared row by row. */
const leafRows = 1_000n;

/** The proof of one range. */
export type RangeProof = Conclusion<RangeDigest, 'contents'>;

/** What naming the rows of a table needs. */
export interface Naming {
  work: TableWork;
  sides: ProvingSides;
  prove: (range: PlacedRange) => Promise<RangeProof>;
  /** True once naming has taken so long that the table's other rows, and other tables, go first. */
  isOverTime: () => boolean;
}

/**
 * Names the rows that differ in a range that was proved to differ: divides it by the same kind of proof, then compares
 * rows. Where that is not possible the log is not complete. Rejects with SideUnreadable, or when aborted.
 */
export async function nameRange(
  naming: Naming,
  range: PlacedRange,
  { source, target }: RangeProof,
  divisions = 0,
): Promise<void> {
  const { work, sides, prove } = naming;
  const { log, plan } = work;
  if (log.isFull || naming.isOverTime()) {
    log.isComplete = false;
    if (!log.isFull) log.obstacle ??= tookTooLong;
    return;
  }
  const rows = { source: source?.rows ?? 0n, target: target?.rows ?? 0n };
  if (rows.source <= leafRows && rows.target <= leafRows) return provedRows(work, range, sides);
  const bounds = { timeoutMs: work.chunkTimeoutMs, signal: work.frame.signal };
  const parts = divisions < mostDivisions ? await halves(plan, sides.servers, range, rows, bounds) : null;
  if (parts === null) log.isComplete = false;
  for (const part of parts ?? []) {
    const found = await prove(part);
    if (found.verdict === 'diverged') await nameRange(naming, part, found, divisions + 1);
    else if (found.verdict !== 'matched') log.isComplete = false;
  }
}

const tookTooLong =
  'not all rows that differ could be named: naming them took too long; repair those that are named, then verify the table again';
