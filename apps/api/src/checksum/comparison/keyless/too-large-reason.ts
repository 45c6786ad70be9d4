/** What is known of a table that is too large to be compared without a key. */
export interface TooLarge {
  /** db.table */
  table: string;
  rows: bigint;
  /** null: the servers do not say. */
  bytes: bigint | null;
  /** How long one scan would take; null: it was tried, and ended at the limit. */
  expectedMs: number | null;
  limitMs: number;
  /** See TableWork. */
  lockingEngine: string | null;
}

/** Pure: the reason, with the estimate, and what to do. */
export function tooLargeReason({ table, rows, bytes, expectedMs, limitMs, lockingEngine }: TooLarge): string {
  const size = `about ${rows} rows${bytes === null ? '' : `, ${sizeText(bytes)}`}`;
  const isKnown = expectedMs !== null && Number.isFinite(expectedMs);
  const takes = isKnown ? `a scan would take about ${timeText(expectedMs)}` : `a scan takes over ${timeText(limitMs)}`;
  if (lockingEngine !== null)
    return (
      `Too large without a key (${size}): ${takes}, and writers of a table of the engine ${lockingEngine} wait as long as it is ` +
      `read, in a round of the schedule for ${timeText(limitMs)} at most. Add a primary key to it, then it is compared in ` +
      'ranges, or convert it to an engine with snapshots; or verify it at a time when nobody writes it: ' +
      `npm run cutover -- verify --table '${table}'`
    );
  const wantedSeconds = Math.ceil((isKnown ? expectedMs * 2 : limitMs * 4) / 1_000);
  return (
    `Too large without a key (${size}): ${takes}, and a snapshot is held for ${timeText(limitMs)} at most ` +
    '(monitoring.tableTimeoutSeconds). Add a primary key to it, then it is compared in ranges; or verify it alone at a ' +
    `quiet time, with monitoring.tableTimeoutSeconds: ${wantedSeconds} in the configuration: npm run cutover -- verify --table '${table}'`
  );
}

function sizeText(bytes: bigint): string {
  const mebibytes = Number(bytes) / 2 ** 20;
  return mebibytes >= 1_024 ? `${(mebibytes / 1_024).toFixed(1)} GiB` : `${Math.max(1, Math.round(mebibytes))} MiB`;
}

function timeText(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 120) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}
