import { countText, durationText, oneLine } from './text.js';

/** How far a verification is. Rows of finished tables were counted on the source; all others are its guess. */
export interface Progress {
  /** Which of how many databases it is about: `database 2 of 3: billing`; null: there is one alone. */
  part: string | null;
  tablesDone: number;
  tablesTotal: number;
  /** null between two tables. */
  current: string | null;
  /** Rows of finished tables, and what is read of the current one. */
  rowsDone: bigint;
  /** Rows of the other tables, and what is left of the current one. */
  rowsLeft: bigint;
  elapsedMs: number;
  /** Why nothing is read at the moment; null: something is. */
  pause: string | null;
}

const barCells = 20;

/** Share of the rows that were read, 0 to 1. It is 1 only after the last table is done. */
export function shareDone({ tablesDone, tablesTotal, rowsDone, rowsLeft }: Progress): number {
  if (tablesDone === tablesTotal) return 1;
  const all = Number(rowsDone + rowsLeft);
  return Math.min(all === 0 ? tablesDone / tablesTotal : Number(rowsDone) / all, 0.99);
}

/** Rows a second since the beginning, pauses included; 0 before anything was read. */
export function rowsPerSecond({ rowsDone, elapsedMs }: Progress): number {
  return elapsedMs <= 0 ? 0 : (Number(rowsDone) * 1000) / elapsedMs;
}

/** Time left at the speed so far, in ms; null: not known yet. */
export function leftMs(progress: Progress): number | null {
  const speed = rowsPerSecond(progress);
  return speed === 0 ? null : (Number(progress.rowsLeft) * 1000) / speed;
}

/** The progress in words, for a bar or a line of a log. */
export function progressText(progress: Progress): string {
  const { part, tablesDone, tablesTotal, current, rowsDone, pause } = progress;
  const left = leftMs(progress);
  return oneLine(
    [
      `${Math.floor(shareDone(progress) * 100)} %`,
      `${countText(String(rowsDone))} rows`,
      `${countText(String(Math.round(rowsPerSecond(progress))))} rows/s`,
      left === null ? 'time left unknown' : `${durationText(left)} left`,
      ...(part === null ? [] : [part]),
      `table ${Math.min(tablesDone + 1, tablesTotal)} of ${tablesTotal}${current === null ? '' : `: ${current}`}`,
      ...(pause === null ? [] : [`waiting: ${pause}`]),
    ].join('  '),
  );
}

/** The progress with a bar, cut to the width of the terminal. */
export function progressBar(progress: Progress, columns: number): string {
  const filled = Math.round(shareDone(progress) * barCells);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(barCells - filled)}]`;
  return Array.from(`${bar} ${progressText(progress)}`)
    .slice(0, Math.max(columns - 1, 10))
    .join('');
}
