/** What a row is sorted by. `null` is unknown and always comes last, whichever way the column is sorted. */
export type SortValue = string | number | bigint | null;

/** A column of a table. Without `sortValue` it cannot be sorted. */
export interface TableColumn<Row> {
  key: string;
  label: string;
  align?: 'start' | 'end';
  /** Left out where the screen is narrow. */
  isMinor?: boolean;
  sortValue?: (row: Row) => SortValue;
}

export interface TableSort {
  key: string;
  isDescending: boolean;
}

function compareValues(a: string | number | bigint, b: string | number | bigint): number {
  if (typeof a === 'string' || typeof b === 'string')
    return String(a).localeCompare(String(b), 'en', { numeric: true });
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Rows in the order of a column; equal ones keep theirs. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[], sort: TableSort): Row[] {
  const sortValue = columns.find((column) => column.key === sort.key)?.sortValue;
  if (!sortValue) return [...rows];
  const direction = sort.isDescending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const a = sortValue(left);
    const b = sortValue(right);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return compareValues(a, b) * direction;
  });
}
