import type { ChecksumResult } from '@cutover/contracts';
import type { CutoverConfig } from '../../../config/config.schema.js';
import { lastAttemptOf } from '../../results/last-proof.js';

/**
 * A round may always take a minute, and always as long as one table without a key may take. Such a table is compared
 * in one piece, and read so many times in the worst case.
 */
const shortestRoundMs = 60_000;
const readsOfATable = 4;

/**
 * Pure: the tables in the order in which a round compares them: first those without a result and those whose proof is void
 * and was not tried again since, then those with the oldest proof. One whose last comparison proved nothing counts from that:
 * otherwise a table that can never be proved would come first in every round, and others might never be reached. Those that
 * the end of the round before cut off come last, whatever their age: a table that takes longer than a round would be first
 * in every round too.
 */
export function oldestFirst<Table extends { id: string }>(
  tables: readonly Table[],
  results: readonly ChecksumResult[],
  cutOff: readonly string[] = [],
): Table[] {
  const begunAt = new Map(
    results.map((result) => [
      result.table,
      isVoidAndUntried(result) ? -Infinity : Date.parse(lastAttemptOf(result)?.finishedAt ?? result.startedAt),
    ]),
  );
  const ageOf = ({ id }: Table): number => (cutOff.includes(id) ? Infinity : (begunAt.get(id) ?? -Infinity));
  return [...tables].sort((a, b) => (ageOf(a) === ageOf(b) ? 0 : ageOf(a) - ageOf(b)));
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
