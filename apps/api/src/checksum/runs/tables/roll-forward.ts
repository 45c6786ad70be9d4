import type { ChecksumResult } from '@cutover/contracts';
import type { CutoverConfig } from '../../../config/config.schema.js';

/** A round is never cut shorter than a minute, or than a table takes that cannot be gone on with: read so often in the worst case. */
const shortestRoundMs = 60_000;
const readsOfATable = 4;

/** Pure: tables that were never compared first, then those whose last result is oldest. */
export function oldestFirst<Table extends { id: string }>(
  tables: readonly Table[],
  results: readonly ChecksumResult[],
): Table[] {
  const begunAt = new Map(results.map(({ table, startedAt }) => [table, Date.parse(startedAt)]));
  const ageOf = ({ id }: Table): number => begunAt.get(id) ?? -Infinity;
  return [...tables].sort((a, b) => (ageOf(a) === ageOf(b) ? 0 : ageOf(a) - ageOf(b)));
}

/**
 * Pure: how long a round of the schedule may take; the next one goes on where it ended, with the oldest first. null:
 * until it is done, for a schedule by cron expression.
 */
export function roundMs({
  checksumIntervalMinutes,
  checksumCron,
  tableTimeoutSeconds,
}: Pick<CutoverConfig['monitoring'], 'checksumIntervalMinutes' | 'checksumCron' | 'tableTimeoutSeconds'>):
  number | null {
  if (checksumCron !== undefined || checksumIntervalMinutes === 0) return null;
  // No longer than a timer can wait.
  const wantedMs = Math.max(
    checksumIntervalMinutes * 60_000,
    shortestRoundMs,
    readsOfATable * tableTimeoutSeconds * 1_000,
  );
  return Math.min(wantedMs, 2 ** 31 - 1);
}
