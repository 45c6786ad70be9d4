import { quoteIdentifier, quoteTable } from '@cutover/databases/postgres';
import { longValue } from '../../../../proof/dialects/postgres/carried-value.js';
import type { RowFinding } from '../../../comparison/drill-down/difference-log.js';
import type { ComparedTable } from '../../../comparison/table-plan.js';
import type { RowRepair } from '../../../repair/repair-dialect.js';
import { rowComment } from '../../../repair/row-comment.js';
import { isWrittenAnew, writtenColumns } from '../../../repair/written-columns.js';
import { shownValue } from '../rows/shown-value.js';
import { mostBytesOfARow, mostBytesOfAScript } from './long-values.js';
import { asideTable, countTable, oneLine } from './repair-script.js';
import { tableOf } from '../digest/digest-plan.js';
import { hasCopies, isObserved, isOneOf, keyIs } from './row-location.js';
import { valueLiteral } from './value-literal.js';

/**
 * Pure: the repair of one row, below a comment for people; or only a comment, which says why the row is not repaired
 * and what to do. A statement changes nothing when the row is no longer as it was compared.
 */
export function rowRepair(finding: RowFinding, plan: ComparedTable): RowRepair {
  const obstacle = obstacleOf(finding, plan);
  const comment = rowComment(finding, plan, shownValue);
  if (obstacle !== null) return { removal: null, sql: `${comment}\n${oneLine(`-- Not repaired: ${obstacle}`)}` };
  if (!isWrittenAnew(finding, plan))
    return { removal: null, sql: `${comment}\n${writers[finding.kind](finding, plan)}` };
  return {
    removal: `${comment} (put aside here, written anew below)\n${putAside(finding, plan)}`,
    sql: `${comment}\n${writtenAnew(finding, plan)}`,
  };
}

const writers: Record<RowFinding['kind'], (finding: RowFinding, plan: ComparedTable) => string> = {
  missing: (finding, plan) => {
    const own = written(finding, plan);
    const isThere =
      plan.key === null
        ? `NOT ${hasCopies(finding.source, finding.copy?.onTarget ?? 0n, plan)}`
        : `EXISTS (SELECT FROM ${tableOf(plan)} WHERE ${keyIs(finding, plan)})`;
    const values = `SELECT ${own.map(({ literal }) => literal).join(', ')} WHERE NOT (${isThere})`;
    return counted(
      insert(
        plan,
        own.map(({ name }) => name),
        values,
      ),
    );
  },
  extra: (finding, plan) => {
    const isRow =
      plan.key === null
        ? `${isOneOf(finding.target, plan)} AND ${hasCopies(finding.target, finding.copy?.onTarget ?? 1n, plan)}`
        : isObserved(finding, plan);
    return counted(`DELETE FROM ${tableOf(plan)} WHERE ${isRow}`);
  },
  changed: (finding, plan) => {
    const settings = written(finding, plan).map(({ name, literal }) => `${name} = ${literal}`);
    return counted(`UPDATE ${tableOf(plan)} SET ${settings.join(', ')} WHERE ${isObserved(finding, plan)}`);
  },
};

/**
 * A unique value of the row may be held by another one until that is repaired too. So the row is taken away first, and written
 * again when all are gone.
 */
function putAside(finding: RowFinding, plan: ComparedTable): string {
  const removed = `DELETE FROM ${tableOf(plan)} WHERE ${isObserved(finding, plan)} RETURNING r.*`;
  return `WITH gone AS (${removed}) INSERT INTO ${asideTable} SELECT * FROM gone;`;
}

/** Values that do not differ come from the row that was put aside, however long they are. */
function writtenAnew(finding: RowFinding, plan: ComparedTable): string {
  const values = new Map(written(finding, plan).map(({ name, literal }) => [name, literal]));
  const compared = plan.columns.flatMap(({ name, generation }) => (generation === 'plain' ? [name] : []));
  const names = [...compared, ...(plan.kept ?? [])].map(quoteIdentifier);
  const row = `SELECT ${names.map((name) => values.get(name) ?? `r.${name}`).join(', ')} FROM ${asideTable} AS r WHERE ${keyIs(finding, plan)}`;
  return counted(insert(plan, names, row));
}

/** Values are given for identity columns too. */
function insert({ database, table }: ComparedTable, names: readonly string[], values: string): string {
  return `INSERT INTO ${quoteTable(database, table)} (${names.join(', ')}) OVERRIDING SYSTEM VALUE ${values}`;
}

function counted(statement: string): string {
  return `WITH done AS (${statement} RETURNING 1) INSERT INTO ${countTable} SELECT count(*) FROM done;`;
}

function written(finding: RowFinding, plan: ComparedTable): { name: string; literal: string }[] {
  return writtenColumns(finding, plan).flatMap((index) => {
    const column = plan.columns[index];
    const value = finding.source?.[index] ?? null;
    return column ? [{ name: quoteIdentifier(column.name), literal: valueLiteral(column, value) }] : [];
  });
}

const copyIt = 'copy it by other means, for example with \\copy (SELECT … WHERE …)';

/** Why a row cannot be repaired by a statement; null: it can. */
function obstacleOf(finding: RowFinding, plan: ComparedTable): string | null {
  const { kind, source, target } = finding;
  const isGone = (kind !== 'extra' && source === null) || (kind !== 'missing' && target === null);
  if (isGone) return 'its values could not be read; verify again';
  const indexes = writtenColumns(finding, plan);
  if (kind !== 'extra' && indexes.length === 0)
    return 'only generated columns differ, which the server computes: compare their expressions on both sides';
  for (const index of indexes) {
    const long = longValue(source?.[index] ?? '');
    if (long !== null)
      return (
        `column ${plan.columns[index]?.name} holds ${long.bytes} bytes, and was changed since, or is over what a script carries ` +
        `(${mostBytesOfARow} a row, ${mostBytesOfAScript} in all); verify again, or ${copyIt}`
      );
  }
  return null;
}
