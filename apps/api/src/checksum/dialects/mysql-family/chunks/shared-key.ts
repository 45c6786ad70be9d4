import type { TableDefinition, UniqueKey } from '../../../../tables/definition/table-definition.js';

/**
 * The key by which a table is walked: one that both sides have alike, the primary key if possible. null: there is
 * none, or its text sorts differently on both sides, so that one range would hold different rows.
 */
export function sharedKey(source: TableDefinition, target: TableDefinition): UniqueKey | null {
  const collation = (definition: TableDefinition, name: string): string | null | undefined =>
    definition.columns.find((column) => column.name === name)?.collation;
  const isShared = (key: UniqueKey): boolean =>
    target.uniqueKeys.some(
      ({ index, columns }) => index === key.index && columns.join('\0') === key.columns.join('\0'),
    ) && key.columns.every((name) => collation(source, name) === collation(target, name));
  return (
    source.uniqueKeys.find((key) => isShared(key) && key.columns.every((name) => isWalkable(source, name))) ?? null
  );
}

/**
 * True when literals compare with the column in the order of its index. A SET does not: it compares as text and is
 * ordered by number.
 */
function isWalkable(definition: TableDefinition, name: string): boolean {
  const column = definition.columns.find((candidate) => candidate.name === name);
  return (
    column !== undefined && !['set', 'year', 'geometry'].includes(column.dataType) && column.generation === 'plain'
  );
}
