import type { ColumnDefinition, TableDefinition } from '../../src/tables/definition/table-definition.js';
import type { DigestPlan } from '../../src/checksum/dialects/mysql-family/digest/digest-plan.js';
import type { TablePlan } from '../../src/checksum/comparison/table-plan.js';
import { tablePlan } from '../../src/checksum/dialects/mysql-family/table-plan.js';
import { chooseDigest } from '../../src/checksum/dialects/mysql-family/digest/digest-method.js';

/** A column for tests: NOT NULL, stored, utf8mb4 where its type is text. */
export function aColumn(name: string, dataType: string, changes: Partial<ColumnDefinition> = {}): ColumnDefinition {
  const isText = /char|text|set|enum/.test(dataType);
  return {
    ...{ name, dataType, columnType: dataType, isNullable: false, generation: 'plain', isInvisible: false },
    ...{ isAutoIncrement: false, defaultValue: null, onUpdate: null },
    ...{ charset: isText ? 'utf8mb4' : null, collation: isText ? 'utf8mb4_bin' : null },
    octetLength: isText ? 40n : null,
    ...changes,
  };
}

/** An InnoDB table with the primary key `id`, for tests. */
export function aDefinition(changes: Partial<TableDefinition> = {}): TableDefinition {
  return {
    ...{
      kind: 'table',
      engine: 'InnoDB',
      rowFormat: null,
      createdAt: null,
      isSystemVersioned: false,
      isSequence: false,
    },
    ...{ columns: [aColumn('id', 'int'), aColumn('name', 'varchar')], estimatedRows: 10n },
    ...{ primaryKey: ['id'], uniqueKeys: [{ index: 'PRIMARY', columns: ['id'] }], uniqueColumns: ['id'] },
    ...changes,
  };
}

/** A plan for tests over shop.orders. */
export function aPlan(
  columns: readonly ColumnDefinition[],
  key: readonly string[] | null = ['id'],
): DigestPlan & TablePlan {
  const modern = { flavor: 'mariadb', versionNumber: 101106 } as const;
  return tablePlan({
    ...{ database: 'shop', table: 'orders', columns, row: 'ROW', uniqueColumns: key ?? [] },
    isSequence: false,
    method: chooseDigest(modern, modern, key !== null),
    key: key === null ? null : { index: 'PRIMARY', columns: [...key] },
  });
}
