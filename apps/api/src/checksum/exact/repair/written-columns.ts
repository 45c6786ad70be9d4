import type { DigestPlan } from '../digest/digest-plan.js';
import type { RowFinding } from '../drill-down/difference-log.js';

/** Pure: places of the columns that the repair statement of a row sets; generated ones are the server's own. */
export function writtenColumns({ kind, source, target }: RowFinding, plan: DigestPlan): number[] {
  return [...plan.columns.keys()].filter((index) => {
    if (kind === 'extra' || plan.columns[index]?.generation !== 'plain') return false;
    return kind === 'missing' || source?.[index] !== target?.[index];
  });
}
