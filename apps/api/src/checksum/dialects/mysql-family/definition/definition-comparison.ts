import { charsetOf } from '../../../../proof/table-definition.js';
import type { ExactColumn, ExactDefinition, ExactKey } from './exact-definition.js';

/** Words for how two definitions differ in what their rows can hold; null when rows of both can be compared byte for byte. */
export function describeDefinitionDifference(source: ExactDefinition, target: ExactDefinition): string | null {
  const notes: string[] = [];
  const onTarget = new Map(target.columns.map((column) => [column.name, column]));
  for (const column of source.columns) {
    const other = onTarget.get(column.name);
    if (!other) notes.push(`column ${column.name} is missing on the target`);
    else if (shapeOf(column) !== shapeOf(other))
      notes.push(`column ${column.name} is "${shapeOf(column)}" on the source and "${shapeOf(other)}" on the target`);
  }
  const names = new Set(source.columns.map(({ name }) => name));
  for (const { name } of target.columns) if (!names.has(name)) notes.push(`column ${name} exists on the target only`);
  if (notes.length === 0 && source.columns.some(({ name }, index) => target.columns[index]?.name !== name))
    notes.push('the columns stand in another order');
  if (notes.length === 0) return null;
  return notes.length > 3 ? `${notes.slice(0, 3).join('; ')}; and ${notes.length - 3} more` : notes.join('; ');
}

/** What differs and changes no byte of a row: said beside the verdict. */
export function definitionNotes(source: ExactDefinition, target: ExactDefinition): string[] {
  const notes: string[] = [];
  const onTarget = new Map(target.columns.map((column) => [column.name, column]));
  for (const { name, collation } of source.columns) {
    const other = onTarget.get(name)?.collation ?? null;
    if (collation !== other)
      notes.push(`Column ${name} is sorted by ${collation} on the source and by ${other} on the target`);
  }
  if (source.isSystemVersioned || target.isSystemVersioned)
    notes.push('System-versioned: the present rows were compared, their history was not');
  const virtual = source.columns.filter(({ generation }) => generation === 'virtual').map(({ name }) => name);
  if (virtual.length > 0) notes.push(`Virtual columns hold no bytes and were not compared: ${virtual.join(', ')}`);
  return notes;
}

/**
 * The key to walk a table by: one that both sides have alike, the primary key if possible. null: none, or its text sorts
 * differently on both sides, so that one range would not hold the same rows there.
 */
export function sharedKey(source: ExactDefinition, target: ExactDefinition): ExactKey | null {
  const collation = (definition: ExactDefinition, name: string): string | null | undefined =>
    definition.columns.find((column) => column.name === name)?.collation;
  const isShared = (key: ExactKey): boolean =>
    target.uniqueKeys.some(
      ({ index, columns }) => index === key.index && columns.join('\0') === key.columns.join('\0'),
    ) && key.columns.every((name) => collation(source, name) === collation(target, name));
  return (
    source.uniqueKeys.find((key) => isShared(key) && key.columns.every((name) => isWalkable(source, name))) ?? null
  );
}

/** Types whose values compare with a literal in the order of their index. SET compares as text and is ordered by number. */
function isWalkable(definition: ExactDefinition, name: string): boolean {
  const column = definition.columns.find((candidate) => candidate.name === name);
  return (
    column !== undefined && !['set', 'year', 'geometry'].includes(column.dataType) && column.generation === 'plain'
  );
}

/** Type, character set, NOT NULL and generation in a form that is the same on every server version. */
function shapeOf({ columnType, collation, charset, isNullable, generation }: ExactColumn): string {
  const set = charset === null ? charsetOf(collation) : charsetOf(`${charset}_`);
  const parts = [
    comparableType(columnType),
    set,
    isNullable ? null : 'NOT NULL',
    generation === 'plain' ? null : generation,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

/** Display widths of integers mean nothing and are printed by some versions only; newer MariaDB prints what other servers do not know in a comment of its own. */
function comparableType(type: string): string {
  if (/zerofill/i.test(type)) return type;
  return type.replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/i, '$1').replace('/*M!', '/*!');
}
