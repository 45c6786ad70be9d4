import { createHash } from 'node:crypto';
import { quoteIdentifier, quoteTable } from '../../../connections/quote-identifier.js';
import { keyColumnsOf } from '../chunks/chunk-statements.js';
import { keyCondition } from '../chunks/key-range.js';
import type { KeyValues } from '../chunks/key-column.js';
import { kindOf } from '../digest/column-kind.js';
import type { DigestPlan } from '../digest/digest-plan.js';
import { findingId, type RowFinding } from '../drill-down/difference-log.js';
import { tooLongBytes, type RowValues } from '../drill-down/row-values.js';
import { mostBytesOfARow, mostBytesOfAScript } from './long-values.js';
import { rowComment } from './row-comment.js';
import { valueGuard, valueLiteral } from './value-literal.js';
import { isWrittenAnew, writtenColumns } from './written-columns.js';

/** Longer statements are left to the user: a server refuses what exceeds its max_allowed_packet. */
const longestStatement = 4_000_000;

/** How one row of the target becomes what it is on the source. Each part is lines that end in a semicolon, or are comments. */
export interface RowRepair {
  /** Takes the row away before any is written; null where that is not needed. See isWrittenAnew. */
  removal: string | null;
  sql: string;
}

/**
 * Pure: the repair of one row, under a comment line that people can read; or a comment alone where it is not possible, which
 * says which row it is and what to do. It changes nothing if the row is no longer what was observed, and counts in
 * @cutover_rows if it did.
 */
export function rowRepair(finding: RowFinding, plan: DigestPlan): RowRepair {
  const obstacle = obstacleOf(finding, plan);
  if (obstacle !== null) return { removal: null, sql: impossible(finding, plan, obstacle) };
  const { removal, statements } = partsOf(finding, plan);
  if (statements.some((statement) => statement.length > longestStatement)) {
    const why = `the row is too long for one statement of ${longestStatement} characters; ${copyIt}`;
    return { removal: null, sql: impossible(finding, plan, why) };
  }
  const comment = rowComment(finding, plan);
  return {
    removal: removal && [`${comment} (removed here, written anew below)`, ...removal].join('\n'),
    sql: [comment, ...statements, 'SET @cutover_rows = @cutover_rows + ROW_COUNT();'].join('\n'),
  };
}

const copyIt = 'copy it by other means, for example mariadb-dump with --where';

interface Parts {
  removal: string[] | null;
  statements: string[];
}

function partsOf(finding: RowFinding, plan: DigestPlan): Parts {
  if (isWrittenAnew(finding, plan)) return writtenAnew(finding, plan);
  if (finding.kind === 'changed') return { removal: null, statements: [updateOf(finding, plan)] };
  if (plan.key === null) return { removal: null, statements: countedCopy(finding, plan) };
  const sql = finding.kind === 'extra' ? deleteOf(finding, plan) : insertOf(finding, plan);
  return { removal: null, statements: [sql] };
}

/** The row goes before any is written, and comes back only if it went: it may have changed since. */
function writtenAnew(finding: RowFinding, plan: DigestPlan): Parts {
  const isRemoved = `@cutover_${createHash('sha256').update(findingId(finding)).digest('hex').slice(0, 16)}`;
  return {
    removal: [deleteOf(finding, plan), `SET ${isRemoved} = ROW_COUNT();`],
    statements: [insertOf(finding, plan, `${isRemoved} = 1`)],
  };
}

/**
 * Without a key nothing else tells that a copy was repaired already, or elsewhere: it is inserted, or removed, only while the
 * target holds as many as it held.
 */
function countedCopy(finding: RowFinding, plan: DigestPlan): string[] {
  const { kind, source, target, copy } = finding;
  const isRow = conditions(finding.key, kind === 'extra' ? target : source, plan);
  const isAsObserved = `@cutover_copies = ${copy?.onTarget ?? 0n}`;
  return [
    `SELECT COUNT(*) INTO @cutover_copies FROM ${nameOf(plan)} WHERE ${isRow} FOR UPDATE;`,
    kind === 'extra' ? deleteOf(finding, plan, ` AND ${isAsObserved}`) : insertOf(finding, plan, isAsObserved),
  ];
}

function insertOf(finding: RowFinding, plan: DigestPlan, condition?: string): string {
  const own = written(finding, plan);
  const into = `INSERT INTO ${nameOf(plan)} (${own.map(({ name }) => name).join(', ')})`;
  const values = own.map(({ literal }) => literal).join(', ');
  return condition === undefined
    ? `${into} VALUES (${values});`
    : `${into} SELECT ${values} FROM DUAL WHERE ${condition};`;
}

function deleteOf({ key, target }: RowFinding, plan: DigestPlan, condition = ''): string {
  return `DELETE FROM ${nameOf(plan)} WHERE ${conditions(key, target, plan)}${condition} LIMIT 1;`;
}

function updateOf(finding: RowFinding, plan: DigestPlan): string {
  const settings = written(finding, plan).map(({ name, literal }) => `${name} = ${literal}`);
  const all = [...settings, ...keptTimes(finding, plan)].join(', ');
  return `UPDATE ${nameOf(plan)} SET ${all} WHERE ${conditions(finding.key, finding.target, plan)} LIMIT 1;`;
}

/** A column that is set, if only to itself, does not get the time of the repair by ON UPDATE CURRENT_TIMESTAMP. */
function keptTimes(finding: RowFinding, plan: DigestPlan): string[] {
  const set = new Set(writtenColumns(finding, plan));
  return plan.columns
    .filter(({ dataType, generation }, index) => !set.has(index) && generation === 'plain' && isMoment(dataType))
    .map(({ name }) => `${quoteIdentifier(name)} = ${quoteIdentifier(name)}`);
}

function isMoment(dataType: string): boolean {
  return dataType === 'timestamp' || dataType === 'datetime';
}

function written(finding: RowFinding, plan: DigestPlan): { name: string; literal: string }[] {
  return writtenColumns(finding, plan).flatMap((index) => {
    const column = plan.columns[index];
    const value = finding.source?.[index] ?? null;
    return column ? [{ name: quoteIdentifier(column.name), literal: valueLiteral(column, value) }] : [];
  });
}

/** The key for the index, and every observed value for safety. */
function conditions(key: KeyValues, values: RowValues | null, plan: DigestPlan): string {
  const guards = plan.columns.map((column, index) => valueGuard(column, values?.[index] ?? null));
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
  return conditions(key, values, plan);
}

function nameOf(plan: DigestPlan): string {
  return quoteTable(plan.database, plan.table);
}

/** A name may hold a line break, which would end the comment and begin a statement. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
