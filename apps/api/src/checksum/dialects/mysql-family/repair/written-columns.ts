import type { ComparedTable } from '../../../comparison/table-plan.js';
import { changedColumns, type RowFinding } from '../../../comparison/drill-down/difference-log.js';

/**
 * Pure: a changed row is removed and inserted anew when it changes a unique value. Another row may hold that value until it
 * is repaired itself (values that changed places), so that no order of UPDATEs would do.
 */
export function isWrittenAnew({ kind, source, target }: RowFinding, plan: ComparedTable): boolean {
  return kind === 'changed' && changedColumns(plan, source, target).some((name) => plan.uniqueColumns.includes(name));
}

/** Pure: places of the columns that the repair statement of a row sets; generated ones are the server's own. */
export function writtenColumns({ kind, source, target }: RowFinding, plan: ComparedTable): number[] {
  return [...plan.columns.keys()].filter((index) => {
    if (kind === 'extra' || plan.columns[index]?.generation !== 'plain') return false;
    return kind === 'missing' || source?.[index] !== target?.[index];
  });
}
