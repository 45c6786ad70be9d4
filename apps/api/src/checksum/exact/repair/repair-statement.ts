import type { RowDifferenceKind } from '@cutover/contracts';
import { quoteIdentifier, quoteTable } from '../../../connections/quote-identifier.js';
import { keyColumnsOf } from '../chunks/chunk-statements.js';
import { keyCondition } from '../chunks/key-range.js';
import type { ExactColumn } from '../definition/exact-definition.js';
import { kindOf } from '../digest/column-kind.js';
import type { DigestPlan } from '../digest/digest-plan.js';
import type { RowFinding } from '../drill-down/difference-log.js';
import type { RowValues } from '../drill-down/row-values.js';
import { isTooLong, valueGuard, valueLiteral } from './value-literal.js';

/** Longer statements are left to the user: a server refuses what exceeds its max_allowed_packet. */
const longestStatement = 4_000_000;

/**
 * Pure: the statement that makes one row of the target what it is on the source; in one line, ended by a semicolon, and
 * a comment where that is not possible. It changes nothing if the row is no longer what was observed.
 */
export function repairStatement(finding: RowFinding, plan: DigestPlan): string {
  const statement = writers[finding.kind](finding, plan);
  return statement.length > longestStatement ? impossible(plan, 'the row is too long for one statement') : statement;
}

const writers: Record<RowDifferenceKind, (finding: RowFinding, plan: DigestPlan) => string> = {
  missing: ({ source }, plan) => (source === null ? gone(plan) : insertOf(source, plan)),
  extra: ({ key, target }, plan) => (target === null ? gone(plan) : deleteOf(key, target, plan)),
  changed: ({ key, source, target }, plan) =>
    source === null || target === null ? gone(plan) : updateOf(key, source, target, plan),
};

function insertOf(source: RowValues, plan: DigestPlan): string {
  const own = settable(plan);
  const obstacle = obstacleIn(own, source);
  if (obstacle !== null) return impossible(plan, obstacle);
  const names = own.map(({ column }) => quoteIdentifier(column.name)).join(', ');
  const values = own.map(({ column, index }) => valueLiteral(column, source[index] ?? null)).join(', ');
  return `INSERT INTO ${nameOf(plan)} (${names}) VALUES (${values});`;
}

function deleteOf(key: readonly string[], target: RowValues, plan: DigestPlan): string {
  return `DELETE FROM ${nameOf(plan)} WHERE ${conditions(key, target, plan)} LIMIT 1;`;
}

function updateOf(key: readonly string[], source: RowValues, target: RowValues, plan: DigestPlan): string {
  const changed = settable(plan).filter(({ index }) => source[index] !== target[index]);
  if (changed.length === 0) return impossible(plan, 'only generated columns differ: see why they do');
  const obstacle = obstacleIn(changed, source);
  if (obstacle !== null) return impossible(plan, obstacle);
  const settings = changed
    .map(({ column, index }) => `${quoteIdentifier(column.name)} = ${valueLiteral(column, source[index] ?? null)}`)
    .join(', ');
  return `UPDATE ${nameOf(plan)} SET ${settings} WHERE ${conditions(key, target, plan)} LIMIT 1;`;
}

/** The key for the index, and every observed value for safety. */
function conditions(key: readonly string[], target: RowValues, plan: DigestPlan): string {
  const guards = plan.columns.map((column, index) => valueGuard(column, target[index] ?? null));
  return [...(plan.key === null ? [] : [keyCondition(keyColumnsOf(plan), key)]), ...guards].join(' AND ');
}

/** Columns that a statement may set, with their place in the plan. */
function settable(plan: DigestPlan): { column: ExactColumn; index: number }[] {
  return plan.columns.map((column, index) => ({ column, index })).filter(({ column }) => column.generation === 'plain');
}

/** Why these values cannot be written; null: they can. */
function obstacleIn(columns: readonly { column: ExactColumn; index: number }[], values: RowValues): string | null {
  for (const { column, index } of columns) {
    const value = values[index] ?? null;
    if (isTooLong(column, value))
      return `column ${column.name} is too long to be carried here: copy the row by other means`;
    if (kindOf(column) === 'enumerated' && value === '0')
      return `column ${column.name} holds an invalid value, which strict mode refuses`;
  }
  return null;
}

function gone(plan: DigestPlan): string {
  return impossible(plan, 'its values could not be read');
}

function impossible(plan: DigestPlan, why: string): string {
  return oneLine(`-- A row of ${nameOf(plan)} is not repaired: ${why}`);
}

function nameOf(plan: DigestPlan): string {
  return quoteTable(plan.database, plan.table);
}

/** A name may hold a line break, which would end the comment and begin a statement. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
