import type { RowDifference } from '@cutover/contracts';

/**
 * Pure: the row with its key, and the names of the columns that differ, and no other value. Without a key every column
 * stands in its place: then only its number is left. (A digest would not hide a value that can be guessed.)
 *
 * @param number counted from 0 in its table
 */
export function withoutValues({ source: _, target: __, ...row }: RowDifference, number: number): RowDifference {
  return row.hasKey === false ? { ...row, key: { row: String(number + 1) } } : row;
}
