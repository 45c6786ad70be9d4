import type { RowDifferenceKind } from '@cutover/contracts';
import { quoteIdentifier, quoteTable } from '@cutover/databases/mysql-family';
import { keyColumnsOf, type ComparedTable, type RowValues } from '../../../comparison/table-plan.js';
import { keyCondition } from '../chunks/range-condition.js';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import type { RowFinding } from '../../../comparison/drill-down/difference-log.js';
import type { RowRepair } from '../../../repair/repair-dialect.js';
import { tooLongBytes } from '../rows/row-values.js';
import { shownValue } from '../rows/shown-value.js';
import { mostBytesOfARow, mostBytesOfAScript } from './long-values.js';
import { rowComment } from '../../../repair/row-comment.js';
import { valueGuard, valueLiteral } from './value-literal.js';
import { isWrittenAnew, writtenColumns } from '../../../repair/written-columns.js';

/** Longer statements are not written: a server refuses one that exceeds its max_allowed_packet. */
const longestStatement = 4_000_000;

/**
 * Pure: the repair of one row, below a comment for people; or only a comment, which says why the row is not repaired
 * and what to do. The statements change nothing when the row is no longer as it was compared. When they change it,
 * they count in @cutover_rows.
 *
 * Each statement depends on a count that is taken, under a lock, right before it. ROW_COUNT() would be wrong: a client
 * may send a statement in between, as `mariadb --show-warnings` does.
 */
export function rowRepair(finding: RowFinding, plan: ComparedTable): RowRepair {
  const obstacle = obstacleOf(finding, plan);
  if (obstacle !== null) return { removal: null, sql: impossible(finding, plan, obstacle) };
  const { removal, statements } = partsOf(finding, plan);
  if ([...(removal ?? []), ...statements].some((statement) => statement.length > longestStatement)) {
    const why = `the row is too long for one statement of ${longestStatement} characters; ${copyIt}`;
    return { removal: null, sql: impossible(finding, plan, why) };
  }
  const comment = rowComment(finding, plan, shownValue);
  return {
    removal: removal && [`${comment} (put aside here, written anew below)`, ...removal].join('\n'),
    sql: [
      comment,
      ...statements,
      'SET @cutover_rows = @cutover_rows + @cutover_hit;',
      ...(plan.key === null ? [endOfRow] : []),
    ].join('\n'),
  };
}

/**
 * Without a key each change that is replicated scans the whole table and waits for every locked row. So each repair is
 * a transaction of its own.
 */
const endOfRow = 'COMMIT AND CHAIN;';

const copyIt = 'copy it by other means, for example mariadb-dump with --where';

interface Parts {
  removal: string[] | null;
  statements: string[];
}

function partsOf(finding: RowFinding, plan: ComparedTable): Parts {
  if (isWrittenAnew(finding, plan)) return writtenAnew(finding, plan);
  return { removal: null, statements: writers[finding.kind](finding, plan) };
}

const writers: Record<RowDifferenceKind, (finding: RowFinding, plan: ComparedTable) => string[]> = {
  missing: (finding, plan) => [
    countAndLock(
      plan,
      plan.key === null ? rowIs(finding.source, plan) : keyIs(finding, plan),
      finding.copy?.onTarget ?? 0n,
    ),
    insertOf(finding, plan),
  ],
  extra: (finding, plan) => [
    countAndLock(plan, isObserved(finding, plan), finding.copy?.onTarget ?? 1n),
    `DELETE FROM ${nameOf(plan)} WHERE ${locator(finding, plan)} AND @cutover_hit = 1 LIMIT 1;`,
  ],
  changed: (finding, plan) => [countAndLock(plan, isObserved(finding, plan), 1n), updateOf(finding, plan)],
};

/**
 * Copies the row into a temporary table on the target, deletes it, and inserts it from there. Values that do not
 * differ need not be in the statement, however long they are. Only a row that was copied is inserted again.
 */
function writtenAnew(finding: RowFinding, plan: ComparedTable): Parts {
  const aside = asideTable(plan);
  const names = plainColumns(plan).map(({ name }) => quoteIdentifier(name));
  const values = new Map(written(finding, plan).map(({ name, literal }) => [name, literal]));
  const isRow = keyIs(finding, plan);
  return {
    removal: [
      `CREATE TEMPORARY TABLE IF NOT EXISTS ${aside} AS SELECT ${names.join(', ')} FROM ${nameOf(plan)} LIMIT 0;`,
      countAndLock(plan, isObserved(finding, plan), 1n),
      `INSERT INTO ${aside} SELECT ${names.join(', ')} FROM ${nameOf(plan)} WHERE ${isRow} AND @cutover_hit = 1;`,
      `DELETE FROM ${nameOf(plan)} WHERE ${isRow} AND @cutover_hit = 1 LIMIT 1;`,
    ],
    statements: [
      `SELECT COUNT(*) INTO @cutover_hit FROM ${aside} WHERE ${isRow};`,
      `INSERT INTO ${nameOf(plan)} (${names.join(', ')}) SELECT ${names.map((name) => values.get(name) ?? name).join(', ')} ` +
        `FROM ${aside} WHERE ${isRow};`,
    ],
  };
}

/**
 * Sets @cutover_hit to 1 if the table holds exactly `count` of these rows and the guards allow a repair, else to 0.
 * Locks the rows.
 */
function countAndLock(plan: ComparedTable, condition: string, count: bigint): string {
  return `SELECT COUNT(*) = ${count} AND @cutover_go INTO @cutover_hit FROM ${nameOf(plan)} WHERE ${condition} FOR UPDATE;`;
}

function insertOf(finding: RowFinding, plan: ComparedTable): string {
  const own = written(finding, plan);
  return (
    `INSERT INTO ${nameOf(plan)} (${own.map(({ name }) => name).join(', ')}) ` +
    `SELECT ${own.map(({ literal }) => literal).join(', ')} FROM DUAL WHERE @cutover_hit = 1;`
  );
}

function updateOf(finding: RowFinding, plan: ComparedTable): string {
  const settings = written(finding, plan).map(({ name, literal }) => `${name} = ${literal}`);
  const all = [...settings, ...keptTimes(finding, plan)].join(', ');
  return `UPDATE ${nameOf(plan)} SET ${all} WHERE ${locator(finding, plan)} AND @cutover_hit = 1 LIMIT 1;`;
}

/** Sets times to themselves: a column that is set explicitly is not changed by ON UPDATE CURRENT_TIMESTAMP. */
function keptTimes(finding: RowFinding, plan: ComparedTable): string[] {
  const set = new Set(writtenColumns(finding, plan));
  return plan.columns
    .filter(({ dataType, generation }, index) => !set.has(index) && generation === 'plain' && isMoment(dataType))
    .map(({ name }) => `${quoteIdentifier(name)} = ${quoteIdentifier(name)}`);
}

function isMoment(dataType: string): boolean {
  return dataType === 'timestamp' || dataType === 'datetime';
}

function written(finding: RowFinding, plan: ComparedTable): { name: string; literal: string }[] {
  return writtenColumns(finding, plan).flatMap((index) => {
    const column = plan.columns[index];
    const value = finding.source?.[index] ?? null;
    return column ? [{ name: quoteIdentifier(column.name), literal: valueLiteral(column, value) }] : [];
  });
}

function keyIs({ key }: RowFinding, plan: ComparedTable): string {
  return keyCondition(keyColumnsOf(plan), key);
}

/** SQL condition that every value is as given, byte for byte. */
function rowIs(values: RowValues | null, plan: ComparedTable): string {
  return plan.columns.map((column, index) => valueGuard(column, values?.[index] ?? null)).join(' AND ');
}

/** SQL condition that the row is as it was compared: its key, so that the index is used, and every value. */
function isObserved(finding: RowFinding, plan: ComparedTable): string {
  const isRow = rowIs(finding.target, plan);
  return plan.key === null ? isRow : `${keyIs(finding, plan)} AND ${isRow}`;
}

/** SQL condition that finds a row whose values were checked before. */
function locator(finding: RowFinding, plan: ComparedTable): string {
  return plan.key === null ? rowIs(finding.target, plan) : keyIs(finding, plan);
}

function plainColumns(plan: ComparedTable): ColumnDefinition[] {
  return plan.columns.filter(({ generation }) => generation === 'plain');
}

/** The temporary table for rows that are deleted and inserted again. */
export function asideTable({ database }: Pick<ComparedTable, 'database'>): string {
  return quoteTable(database, 'cutover_aside');
}

/** Why a row cannot be repaired by a statement; null: it can. */
function obstacleOf(finding: RowFinding, plan: ComparedTable): string | null {
  const { kind, source, target } = finding;
  const isGone = (kind !== 'extra' && source === null) || (kind !== 'missing' && target === null);
  if (isGone) return 'its values could not be read; verify again';
  if (plan.isSequence)
    return 'a sequence is no table of rows: ALTER SEQUENCE … RESTART on the target, to the value of the source';
  if (plan.columns.some(({ generation }) => generation === 'row-start'))
    return `the server writes the time of the change itself (ROW START), so that no statement makes it equal; ${copyIt}`;
  const indexes = writtenColumns(finding, plan);
  if (kind === 'changed' && indexes.length === 0)
    return 'only generated columns differ, which the server computes: compare time_zone and sql_mode of the sessions that wrote the row on both sides, and SHOW CREATE TABLE';
  for (const index of indexes) {
    const column = plan.columns[index];
    const value = source?.[index] ?? null;
    const bytes = tooLongBytes(value);
    if (bytes !== null)
      return (
        `column ${column?.name} holds ${bytes} bytes, and was changed since, or is over what a script carries ` +
        `(${mostBytesOfARow} a row, ${mostBytesOfAScript} in all, half of max_allowed_packet); verify again, or ${copyIt}`
      );
  }
  return null;
}

function impossible(finding: RowFinding, plan: ComparedTable, why: string): string {
  return oneLine(`-- A row of ${nameOf(plan)} is not repaired (${rowName(finding, plan)}): ${why}`);
}

/** Names the row, so that people can find it. */
function rowName({ key, source, target }: RowFinding, plan: ComparedTable): string {
  if (plan.key !== null) return keyCondition(keyColumnsOf(plan), key);
  const values = source ?? target;
  if (values === null) return 'a table without a key';
  return rowIs(values, plan);
}

function nameOf(plan: ComparedTable): string {
  return quoteTable(plan.database, plan.table);
}

/** A name may hold a line break, which would end the comment and begin a statement. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
