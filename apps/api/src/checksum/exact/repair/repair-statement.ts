import type { RowDifferenceKind } from '@cutover/contracts';
import { quoteIdentifier, quoteTable } from '../../../connections/quote-identifier.js';
import { keyColumnsOf } from '../chunks/chunk-statements.js';
import { keyCondition } from '../chunks/key-range.js';
import { kindOf } from '../digest/column-kind.js';
import type { DigestPlan } from '../digest/digest-plan.js';
import type { RowFinding } from '../drill-down/difference-log.js';
import { tooLongBytes } from '../drill-down/row-values.js';
import { mostBytesOfARow, mostBytesOfAScript } from './long-values.js';
import { rowComment } from './row-comment.js';
import { valueGuard, valueLiteral } from './value-literal.js';
import { writtenColumns } from './written-columns.js';

/** Longer statements are left to the user: a server refuses what exceeds its max_allowed_packet. */
const longestStatement = 4_000_000;

/**
 * Pure: the statement that makes one row of the target what it is on the source, in one line, ended by a semicolon, under
 * a comment line that people can read; or a comment alone where that is not possible, which says which row it is and what
 * to do. The statement changes nothing if the row is no longer what was observed.
 */
export function repairStatement(finding: RowFinding, plan: DigestPlan): string {
  const obstacle = obstacleOf(finding, plan);
  if (obstacle !== null) return impossible(finding, plan, obstacle);
  const statement = writers[finding.kind](finding, plan);
  return statement.length > longestStatement
    ? impossible(finding, plan, `the row is too long for one statement of ${longestStatement} characters; ${copyIt}`)
    : `${rowComment(finding, plan)}\n${statement}`;
}

const copyIt = 'copy it by other means, for example mariadb-dump with --where';

const writers: Record<RowDifferenceKind, (finding: RowFinding, plan: DigestPlan) => string> = {
  missing: insertOf,
  extra: (finding, plan) => `DELETE FROM ${nameOf(plan)} WHERE ${conditions(finding, plan)} LIMIT 1;`,
  changed: updateOf,
};

function insertOf(finding: RowFinding, plan: DigestPlan): string {
  const own = written(finding, plan);
  const names = own.map(({ name }) => name).join(', ');
  return `INSERT INTO ${nameOf(plan)} (${names}) VALUES (${own.map(({ literal }) => literal).join(', ')});`;
}

function updateOf(finding: RowFinding, plan: DigestPlan): string {
  const settings = written(finding, plan).map(({ name, literal }) => `${name} = ${literal}`);
  return `UPDATE ${nameOf(plan)} SET ${settings.join(', ')} WHERE ${conditions(finding, plan)} LIMIT 1;`;
}

function written(finding: RowFinding, plan: DigestPlan): { name: string; literal: string }[] {
  return writtenColumns(finding, plan).flatMap((index) => {
    const column = plan.columns[index];
    const value = finding.source?.[index] ?? null;
    return column ? [{ name: quoteIdentifier(column.name), literal: valueLiteral(column, value) }] : [];
  });
}

/** The key for the index, and every observed value for safety. */
function conditions({ key, target }: RowFinding, plan: DigestPlan): string {
  const guards = plan.columns.map((column, index) => valueGuard(column, target?.[index] ?? null));
  return [...(plan.key === null ? [] : [keyCondition(keyColumnsOf(plan), key)]), ...guards].join(' AND ');
}

/** Why a row cannot be repaired by a statement; null: it can. */
function obstacleOf(finding: RowFinding, plan: DigestPlan): string | null {
  const { kind, source, target } = finding;
  const isGone = (kind !== 'extra' && source === null) || (kind !== 'missing' && target === null);
  if (isGone) return 'its values could not be read; verify again';
  const indexes = writtenColumns(finding, plan);
  if (kind === 'changed' && indexes.length === 0) return 'only generated columns differ: see why they do';
  for (const index of indexes) {
    const column = plan.columns[index];
    const value = source?.[index] ?? null;
    const bytes = tooLongBytes(value);
    if (bytes !== null)
      return (
        `column ${column?.name} holds ${bytes} bytes, and was changed since, or is over what a script carries ` +
        `(${mostBytesOfARow} a row, ${mostBytesOfAScript} in all, half of max_allowed_packet); verify again, or ${copyIt}`
      );
    if (column !== undefined && kindOf(column) === 'enumerated' && value === '0')
      return `column ${column.name} holds an invalid value, which strict mode refuses`;
  }
  return null;
}

function impossible(finding: RowFinding, plan: DigestPlan, why: string): string {
  return oneLine(`-- A row of ${nameOf(plan)} is not repaired (${rowName(finding, plan)}): ${why}`);
}

/** What finds the row again. */
function rowName({ key, source, target }: RowFinding, plan: DigestPlan): string {
  if (plan.key !== null) return keyCondition(keyColumnsOf(plan), key);
  const values = source ?? target;
  if (values === null) return 'a table without a key';
  return plan.columns.map((column, index) => valueGuard(column, values[index] ?? null)).join(' AND ');
}

function nameOf(plan: DigestPlan): string {
  return quoteTable(plan.database, plan.table);
}

/** A name may hold a line break, which would end the comment and begin a statement. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
