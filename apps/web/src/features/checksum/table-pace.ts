import type { TableProgress } from '@cutover/contracts';
import { formatSeconds } from '../../format/duration.js';
import { formatInteger } from '../../format/figures.js';

/** `12,000 of about 18,204 rows`. The total is the server's guess, and is left out once it is seen to be too low. */
export function rowsText({ rows, estimatedRows }: TableProgress): string {
  const isUsable = estimatedRows !== null && BigInt(estimatedRows) >= BigInt(rows) && estimatedRows !== '0';
  const done = formatInteger(rows);
  return isUsable ? `${done} of about ${formatInteger(estimatedRows)} rows` : `${done} rows`;
}

/** `250,000 rows/s, 3 min 20 s left`; says so where one of them is not known yet. */
export function paceText({ rowsPerSecond, remainingSeconds }: TableProgress): string {
  const speed = rowsPerSecond === null ? 'speed not known yet' : `${formatInteger(Math.round(rowsPerSecond))} rows/s`;
  return remainingSeconds === null
    ? `${speed}, time left unknown`
    : `${speed}, about ${formatSeconds(Math.ceil(remainingSeconds))} left`;
}

/** How much of a table is done, in thousandths; null when its size is not known. Never all of it before it is over. */
export function doneThousandths({ rows, estimatedRows }: TableProgress): number | null {
  if (estimatedRows === null || BigInt(estimatedRows) <= 0n) return null;
  const thousandths = (BigInt(rows) * 1000n) / BigInt(estimatedRows);
  return thousandths > 990n ? 990 : Number(thousandths);
}
