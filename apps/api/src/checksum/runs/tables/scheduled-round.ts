import type { ChecksumResult } from '@cutover/contracts';
import type { CutoverConfig } from '../../../config/config.schema.js';
import { lastAttemptOf, lastComparedAt } from '../../results/last-proof.js';

/**
 * A round may always take a minute, and always as long as one table without a key may take. Such a table is compared
 * in one piece, and read so many times in the worst case.
 */
const shortestRoundMs = 60_000;
const readsOfATable = 4;

/**
 * Pure: the tables in the order in which a round compares them: the one first that was looked at the longest time ago, so
 * that none waits for ever. Those without a result, and those whose proof is void and was not tried again since, were never
 * looked at. A proof counts from its beginning, a comparison that proved nothing from its end: otherwise a table that can
 * never be proved would come first in every round. A table at which the end of a round cut off the comparison counts from there, whatever else is known of it:
 * otherwise two tables that each take longer than a round would take every round from all others.
 *
 * @param cutOff when that was, by table; UTC ISO text
 */
export function oldestFirst<Table extends { id: string }>(
  tables: readonly Table[],
  results: readonly ChecksumResult[],
  cutOff: ReadonlyMap<string, string> = new Map(),
): Table[] {
  const known = new Map(results.map((result) => [result.table, result]));
  const lookedAt = ({ id }: Table): number => {
    const result = known.get(id);
    const begunAt =
      result === undefined || isVoidAndUntried(result)
        ? -Infinity
        : Date.parse(lastAttemptOf(result)?.finishedAt ?? result.startedAt);
    const cutOffAt = cutOff.get(id);
    // It was compared to its end since: that is all that counts.
    const isOver = cutOffAt === undefined || (result !== undefined && lastComparedAt(result) >= cutOffAt);
    return isOver ? begunAt : Math.max(begunAt, Date.parse(cutOffAt));
  };
  return [...tables].sort((a, b) => (lookedAt(a) === lookedAt(b) ? 0 : lookedAt(a) - lookedAt(b)));
}

function isVoidAndUntried({ voided, lastAttempt }: ChecksumResult): boolean {
  return Boolean(voided) && !(lastAttempt && lastAttempt.finishedAt > (voided?.since ?? ''));
}

/**
 * Pure: how long a round of the schedule may take. The next round goes on with the oldest results. null: no limit, for
 * a schedule by cron expression.
 */
export function roundMs({
  checksumIntervalMinutes,
  checksumCron,
  tableTimeoutSeconds,
}: Pick<CutoverConfig['monitoring'], 'checksumIntervalMinutes' | 'checksumCron' | 'tableTimeoutSeconds'>):
  number | null {
  if (checksumCron !== undefined || checksumIntervalMinutes === 0) return null;
  // A timer cannot wait longer than 2^31 ms.
  const wantedMs = Math.max(
    checksumIntervalMinutes * 60_000,
    shortestRoundMs,
    readsOfATable * tableTimeoutSeconds * 1_000,
  );
  return Math.min(wantedMs, 2 ** 31 - 1);
}
