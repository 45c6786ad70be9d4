import type { ComparedTable } from '../comparison/table-plan.js';
import { changedColumns, type RowFinding } from '../comparison/drill-down/difference-log.js';

/**
 * Pure: whether a changed row is deleted and inserted again. That is needed when a unique value changes: another row
 * may hold it until it is repaired too. When two rows have swapped their values, no order of UPDATEs works.
 */
export function isWrittenAnew({ kind, source, target }: RowFinding, plan: ComparedTable): boolean {
  return kind === 'changed' && changedColumns(plan, source, target).some((name) => plan.uniqueColumns.includes(name));
}

/** Pure: indexes of the columns that the repair of a row sets. Generated columns are left to the server. */
export function writtenColumns({ kind, source, target }: RowFinding, plan: ComparedTable): number[] {
  return [...plan.columns.keys()].filter((index) => {
    if (kind === 'extra' || plan.columns[index]?.generation !== 'plain') return false;
    return kind === 'missing' || source?.[index] !== target?.[index];
  });
}
