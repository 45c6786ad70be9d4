import type { TableWork } from '../table-work.js';

/** How much a table without a key may cost the servers. It is compared as a whole: each statement scans all of it. */
export interface KeylessBounds {
  /** So many rows are read first, to see how long a scan takes. */
  sampleRows: number;
  /** One scan of both sides, and with it the age of a snapshot. */
  longestScanMs: number;
  /** Naming the rows that differ takes a scan for every few of them. So much time may go into it in all. */
  namingMs: number;
}

const defaults = { sampleRows: 100_000, namingMs: 10 * 60_000 };

/** The bounds of one comparison. */
export function keylessBounds({ hooks, tableTimeoutMs }: Pick<TableWork, 'hooks' | 'tableTimeoutMs'>): KeylessBounds {
  return { ...defaults, longestScanMs: tableTimeoutMs, ...hooks.keyless };
}
