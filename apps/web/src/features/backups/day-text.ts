import type { BackupDay } from '@cutover/contracts';
import { formatCount } from '../../format/figures.js';
import { dayLook } from '../../looks/backup-look.js';

/** `Thu 26 Nov`: a day of UTC, whatever the time zone of the reader. */
export function dayName(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' },
  })
    .format(Date.parse(day))
    .replace(',', '');
}

/** `Complete, 24 backups, 1 failed`: what there is of a day, in words. */
export function dayText(day: BackupDay): string {
  const { backups, failures, isRestored, state } = day;
  return [
    dayLook(day).word,
    ...(backups > 0 ? [formatCount(backups, 'backup')] : []),
    ...(failures > 0 && state !== 'failed' ? [`${failures} failed`] : []),
    ...(isRestored && state !== 'complete' ? ['restored to prove it'] : []),
  ].join(', ');
}

/** Where the focus goes from a cell of a grid; null: the key moves nothing. Pure. */
export function movedTo(
  key: string,
  { row, column }: { row: number; column: number },
  { rows, columns }: { rows: number; columns: number },
): { row: number; column: number } | null {
  const kept = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);
  const moves: Partial<Record<string, [number, number]>> = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    Home: [row, 0],
    End: [row, columns - 1],
  };
  const move = moves[key];
  return move === undefined ? null : { row: kept(move[0], rows), column: kept(move[1], columns) };
}
