import type { RowDifferenceKind } from '@cutover/contracts';
import { keyColumnsOf, type ComparedTable, type TablePlan } from '../comparison/table-plan.js';
import type { RowFinding } from '../comparison/drill-down/difference-log.js';
import { writtenColumns } from './written-columns.js';

/**
 * The longest value, and the longest comment, in characters. The comment is only for people: the statement below it is
 * exact.
 */
const longestValue = 60;
const longestComment = 400;

const verbs: Record<RowDifferenceKind, string> = {
  changed: 'differs',
  missing: 'is missing on the target',
  extra: 'is on the target only',
};

/**
 * Pure: one comment line that tells people what the statement below it does. It shows the values as
 * people read them: `shown` is TablePlan.shown.
 */
export function rowComment(finding: RowFinding, plan: ComparedTable, shown: TablePlan['shown']): string {
  const { kind, source, target } = finding;
  const read = (values: readonly (string | null)[] | null, index: number): string => {
    const column = plan.columns[index];
    const value = column === undefined ? null : shown(column, values?.[index] ?? null);
    return value === null ? 'NULL' : `'${shortened(value, longestValue)}'`;
  };
  const nameOf = (index: number): string => plan.columns[index]?.name ?? '';
  const indexes = kind === 'extra' ? [...plan.columns.keys()] : writtenColumns(finding, plan);
  const values = indexes.map((index) =>
    kind === 'changed'
      ? `${nameOf(index)} ${read(target, index)} becomes ${read(source, index)}`
      : `${nameOf(index)} ${read(kind === 'missing' ? source : target, index)}`,
  );
  const text = `A row ${verbs[kind]}: ${rowKey(finding, plan, shown)}${values.join(', ')}`;
  return `-- ${shortened(text, longestComment)}`;
}

/** The key of a changed row, which is not among the values that are written. */
function rowKey({ kind, key }: RowFinding, plan: ComparedTable, shown: TablePlan['shown']): string {
  if (kind !== 'changed' || plan.key === null) return '';
  const parts = keyColumnsOf(plan).map((column, index) => `${column.name} ${shown(column, key[index] ?? null)}`);
  return `${parts.join(', ')}: `;
}

/**
 * No value may end the comment. Line breaks and all characters that do not print become a dot, marks that turn the
 * direction of writing included.
 */
function shortened(text: string, most: number): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '·');
  const characters = [...plain];
  return characters.length <= most ? plain : `${characters.slice(0, most).join('')}…`;
}
