import type { RowDifference } from '@cutover/contracts';

/** Pure: the row with its key, and the names of the columns that differ, and no other value. */
export function withoutValues({ source: _, target: __, ...row }: RowDifference): RowDifference {
  return row;
}
