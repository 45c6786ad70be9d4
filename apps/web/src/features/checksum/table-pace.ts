import type { TableProgress } from '@cutover/contracts';
import { formatSeconds } from '../../format/duration.js';
import { formatInteger } from '../../format/figures.js';

/** `12,000 of about 18,204 rows`. The total is the server's guess, and is left out once it is seen to be too low. */
export function rowsText(progress: TableProgress): string {
  const done = formatInteger(progress.rows);
  return isTotalUsable(progress) ? `${done} of about ${formatInteger(progress.estimatedRows)} rows` : `${done} rows`;
}

/** `250,000 rows/s, about 3 min 20 s left`; says so where one of them is not known. */
export function paceText(progress: TableProgress): string {
  const { rowsPerSecond, remainingSeconds } = progress;
  const speed = rowsPerSecond === null ? 'speed not known yet' : `${formatInteger(Math.round(rowsPerSecond))} rows/s`;
  return remainingSeconds === null || !isTotalUsable(progress)
    ? `${speed}, time left unknown`
    : `${speed}, about ${formatSeconds(Math.ceil(remainingSeconds))} left`;
}

/** How much of a table is done, in thousandths; null when its size is not known. Never all of it before it is over. */
export function doneThousandths({ rows, estimatedRows }: TableProgress): number | null {
  if (estimatedRows === null || BigInt(estimatedRows) <= 0n) return null;
  const thousandths = (BigInt(rows) * 1000n) / BigInt(estimatedRows);
  return thousandths > 990n ? 990 : Number(thousandths);
}

function isTotalUsable({ rows, estimatedRows }: TableProgress): boolean {
  return estimatedRows !== null && estimatedRows !== '0' && BigInt(estimatedRows) >= BigInt(rows);
}
