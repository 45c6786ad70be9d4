/** One row of the table that stands for a chart. */
export interface SummaryRow {
  fromSeconds: number;
  smallest: number | null;
  largest: number | null;
  last: number | null;
  /** Some of it is known as a lower bound only. */
  isAtLeast: boolean;
}

/**
 * Cuts a line into at most `rows` equal stretches of time and keeps what a reader would look for in each.
 * @param bounds lower bounds, which count where there are some
 */
export function summarise(
  at: readonly number[],
  values: readonly (number | null)[],
  rows: number,
  bounds: readonly (number | null)[] = [],
): SummaryRow[] {
  const first = at[0];
  const end = at.at(-1);
  if (first === undefined || end === undefined) return [];
  const width = Math.max((end - first) / rows, 1e-9);
  const stretches: SummaryRow[] = [];
  at.forEach((instant, index) => {
    const place = Math.min(rows - 1, Math.floor((instant - first) / width));
    const bound = bounds[index] ?? null;
    const value = bound ?? values[index] ?? null;
    const row = (stretches[place] ??= {
      fromSeconds: first + place * width,
      smallest: null,
      largest: null,
      last: null,
      isAtLeast: false,
    });
    if (value === null) return;
    row.smallest = row.smallest === null ? value : Math.min(row.smallest, value);
    row.largest = row.largest === null ? value : Math.max(row.largest, value);
    row.last = value;
    row.isAtLeast ||= bound !== null;
  });
  return stretches.filter((row) => row !== undefined);
}
