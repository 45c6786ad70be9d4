import { keyColumnsOf, type ComparedTable, type RowValues } from '../../../comparison/table-plan.js';
import type { RowFinding } from '../../../comparison/drill-down/difference-log.js';
import { keyColumn } from '../chunks/key-column.js';
import { keysCondition } from '../chunks/range-condition.js';
import { tableOf } from '../digest/digest-plan.js';
import { valueGuard } from './value-literal.js';

/** SQL condition that a row has this key, in a form for which its index serves. */
export function keyIs({ key }: Pick<RowFinding, 'key'>, plan: ComparedTable): string {
  return keysCondition(
    keyColumnsOf(plan).map((column) => keyColumn(column, 'own')),
    [key],
  );
}

/** SQL condition that every value is as given. */
export function rowIs(values: RowValues | null, plan: ComparedTable): string {
  return plan.columns.map((column, index) => valueGuard(column, values?.[index] ?? null)).join(' AND ');
}

/** SQL condition that the row is as it was compared: its key, so that the index is used, and every value. */
export function isObserved(finding: RowFinding, plan: ComparedTable): string {
  const isRow = rowIs(finding.target, plan);
  return plan.key === null ? isRow : `${keyIs(finding, plan)} AND ${isRow}`;
}

/** SQL condition that the table holds as many of these equal rows as when it was compared. */
export function hasCopies(values: RowValues | null, count: bigint, plan: ComparedTable): string {
  return `(SELECT count(*) FROM ${tableOf(plan)} WHERE ${rowIs(values, plan)}) = ${count}`;
}

/** SQL condition that picks one of some equal rows. */
export function isOneOf(values: RowValues | null, plan: ComparedTable): string {
  return `(r.tableoid, r.ctid) = (SELECT r.tableoid, r.ctid FROM ${tableOf(plan)} WHERE ${rowIs(values, plan)} LIMIT 1)`;
}
