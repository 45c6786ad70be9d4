import { quoteIdentifier } from '@cutover/databases/postgres';
import { carriedSelection } from '../../../../proof/dialects/postgres/carried-value.js';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import type { KeyValues } from '../../../comparison/chunks/key-range.js';
import type { RowValues } from '../../../comparison/table-plan.js';
import { keySelections } from '../chunks/key-column.js';
import { keysCondition } from '../chunks/range-condition.js';
import { fromOf, type DigestPlan } from '../digest/digest-plan.js';
import { textOf } from '../digest/row-expression.js';

// RowValues of PostgreSQL: see carried-value.ts.

/** How many rows are read with all values at once. Any text may have megabytes, of which length and digest come. */
export const rowsReadAtOnce = 50;

/** Selects every column as in RowValues, named v0, v1, … */
export function valueSelections(columns: readonly ColumnDefinition[]): string {
  return columns.map(({ name }, index) => `${carriedSelection(textOf(quoteIdentifier(name)))} AS v${index}`).join(', ');
}

/** Key and values of the rows with these keys. */
export function valuesStatement(plan: DigestPlan, keys: readonly KeyValues[]): string {
  const { keyColumns, columns } = plan;
  return `SELECT ${keySelections(keyColumns)}, ${valueSelections(columns)} FROM ${fromOf(plan)} WHERE ${keysCondition(keyColumns, keys)}`;
}

/** Reads the values that {@link valueSelections} selected. */
export function readValues(row: object, columns: readonly ColumnDefinition[]): RowValues {
  return columns.map((_, index) => (row as Record<string, string | null>)[`v${index}`] ?? null);
}
