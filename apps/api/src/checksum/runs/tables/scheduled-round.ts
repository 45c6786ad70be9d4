import type { ChecksumResult } from '@cutover/contracts';
import type { CutoverConfig } from '../../../config/config.schema.js';

/**
 * A round may always take a minute, and always as long as one table without a key may take. Such a table is compared
 * in one piece, and read so many times in the worst case.
 */
const shortestRoundMs = 60_000;
const readsOfATable = 4;

/**
 * Pure: the tables in the order in which a round compares them: first those without a result and those whose proof is
 * void, then those with the oldest.
 */
export function oldestFirst<Table extends { id: string }>(
  tables: readonly Table[],
  results: readonly ChecksumResult[],
): Table[] {
  const begunAt = new Map(
    results.map(({ table, startedAt, voided }) => [table, voided ? -Infinity : Date.parse(startedAt)]),
  );
  const ageOf = ({ id }: Table): number => begunAt.get(id) ?? -Infinity;
  return [...tables].sort((a, b) => (ageOf(a) === ageOf(b) ? 0 : ageOf(a) - ageOf(b)));
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
