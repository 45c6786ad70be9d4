import { columnDifferences } from './compare-attributes.js';
import { describeDefinitionDifference, isFlag } from './compare-definitions.js';
import type { ColumnDefinition } from './table-definition.js';

/**
 * Pure: whether two columns of one name are the same to the application: their bytes, what an INSERT or UPDATE sets by itself,
 * how they are sorted, and the one display width that connectors look at. Of a generated column the expression is compared elsewhere.
 */
export function isSameColumn(source: ColumnDefinition, target: ColumnDefinition): boolean {
  return (
    describeDefinitionDifference({ columns: [source] }, { columns: [target] }) === null &&
    columnDifferences(source, target).length === 0 &&
    collationOf(source) === collationOf(target) &&
    isFlag(source.columnType) === isFlag(target.columnType)
  );
}

/** `utf8_bin` has been named `utf8mb3_bin` since MariaDB 10.6 and MySQL 8. */
function collationOf({ collation }: ColumnDefinition): string | null {
  return collation?.replace(/^utf8_/, 'utf8mb3_') ?? null;
}
