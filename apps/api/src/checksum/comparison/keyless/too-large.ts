import { roles, type Role } from '@cutover/contracts';
import type { Clock } from '../../../platform/clock.js';
import { ask } from '../../../proof/question.js';
import { readTogether } from '../../../proof/read-pair.js';
import type { FeedServers } from '../chunks/choose-feed.js';
import { isTimeout } from '../read-failure.js';
import type { TableWork } from '../table-work.js';
import { keylessBounds } from './keyless-bounds.js';
import { tooLargeReason } from './too-large-reason.js';

/** A table that is hardly larger than the sample is not sampled. */
const leastFactor = 10n;
/** Estimates are rough: a table that may fit after all is tried, and its scan ends at the limit. */
const tolerance = 1.5;

/**
 * Why a table without a key is not compared: one scan of it would hold a snapshot for too long. null: it is compared. The
 * first rows of both sides are read to see how fast that goes, outside of any snapshot. Rejects with SideUnreadable, or
 * when aborted.
 */
export async function whyTooLarge(work: TableWork, servers: FeedServers, clock: Clock): Promise<string | null> {
  const { sampleRows, longestScanMs } = keylessBounds(work);
  const rows = largerEstimate(work);
  if (rows < BigInt(sampleRows) * leastFactor) return null;
  const expectedMs = await expectedScanMs(work, servers, clock);
  if (expectedMs <= longestScanMs * tolerance) return null;
  return explainTooLarge(work, servers, expectedMs);
}

/** A scan of a table without a key was ended at its limit. `message` is the reason of the verdict. */
export class TooLargeWithoutKey extends Error {}

/** The reason for a table whose scan was ended at its limit. Never rejects but when aborted. */
export async function explainTimeout(work: TableWork, servers: FeedServers): Promise<string> {
  return explainTooLarge(work, servers, null);
}

async function expectedScanMs(work: TableWork, servers: FeedServers, clock: Clock): Promise<number> {
  const { sampleRows, longestScanMs } = keylessBounds(work);
  const question = work.plan.sample(sampleRows);
  const timeoutMs = Math.max(longestScanMs, 1_000);
  const startMs = clock.monotonicMs();
  const msPerRow = async (role: Role, signal: AbortSignal): Promise<number> => {
    const read = Number(await ask(servers, role, question, { timeoutMs, signal }));
    // Fewer rows than the sample: the estimate is wrong, and the table is small.
    return read < sampleRows ? 0 : (clock.monotonicMs() - startMs) / sampleRows;
  };
  try {
    const { source, target } = await readTogether(msPerRow, work.frame.signal);
    return Math.max(source, target) * Number(largerEstimate(work));
  } catch (error) {
    if (isTimeout(error)) return Infinity;
    throw error;
  }
}

async function explainTooLarge(work: TableWork, servers: FeedServers, expectedMs: number | null): Promise<string> {
  const { table, dialect, frame } = work;
  const sizes = await Promise.all(
    roles.map((role) => dialect.estimateBytes(servers[role], table, frame.signal).catch(() => null)),
  );
  frame.signal.throwIfAborted();
  const bytes = sizes.reduce((a, b) => (b === null || (a !== null && a > b) ? a : b));
  const limitMs = keylessBounds(work).longestScanMs;
  const { lockingEngine } = work;
  return tooLargeReason({ table: table.id, rows: largerEstimate(work), bytes, expectedMs, limitMs, lockingEngine });
}

function largerEstimate({ source, target }: Pick<TableWork, 'source' | 'target'>): bigint {
  return source.estimatedRows > target.estimatedRows ? source.estimatedRows : target.estimatedRows;
}
