import { quoteIdentifier } from '@cutover/databases/mysql-family';
import { canonicalExpression } from '../../../../../../tables/dialects/mysql-family/canonical-code.js';
import type { SchemaObject } from '../../../schema-object.js';
import { alter, partOf } from '../object-of.js';

/** One partition, or one subpartition. */
export interface PartitionRow {
  db: string;
  name: string;
  partitionName: string;
  method: string;
  expression: string | null;
  description: string | null;
  subMethod: string | null;
  subExpression: string | null;
  subName: string | null;
}

export const partitionsSelect =
  'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, PARTITION_NAME AS partitionName, PARTITION_METHOD AS method, ' +
  'PARTITION_EXPRESSION AS expression, PARTITION_DESCRIPTION AS description, SUBPARTITION_METHOD AS subMethod, ' +
  'SUBPARTITION_EXPRESSION AS subExpression, SUBPARTITION_NAME AS subName FROM information_schema.PARTITIONS';
export const partitionsRest =
  ' AND PARTITION_NAME IS NOT NULL ORDER BY TABLE_SCHEMA, TABLE_NAME, PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION';

/** Pure: how each partitioned table is divided. */
export function partitioningObjects(rows: readonly PartitionRow[]): SchemaObject[] {
  const byTable = new Map<string, PartitionRow[]>();
  for (const row of rows) {
    const key = `${row.db}\0${row.name}`;
    byTable.set(key, [...(byTable.get(key) ?? []), row]);
  }
  return [...byTable.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const shown = partitioningText(first, all);
    // History that is divided by time: its partitions come and go by themselves.
    const isHistory = /SYSTEM_TIME/i.test(first.method);
    return [
      partOf(first, 'partitioning', null, {
        ...{ shown, compared: canonicalExpression(shown) },
        make: isHistory ? null : [alter(first, shown)],
        remove: isHistory ? null : [alter(first, 'REMOVE PARTITIONING')],
        changeInto: isHistory ? null : [alter(first, shown)],
        note: 'The table is rebuilt: look at its size first.',
      }),
    ];
  });
}

function partitioningText(first: PartitionRow, all: readonly PartitionRow[]): string {
  const { method, expression, subMethod, subExpression } = first;
  const names = [...new Set(all.map(({ partitionName }) => partitionName))];
  const head = `PARTITION BY ${method} (${expression ?? ''})`;
  const sub =
    subMethod === null
      ? ''
      : ` SUBPARTITION BY ${subMethod} (${subExpression ?? ''}) SUBPARTITIONS ${all.length / names.length}`;
  if (/(?:HASH|KEY)$/i.test(method)) return `${head}${sub} PARTITIONS ${names.length}`;
  const each = names.map((name) => {
    const row = all.find(({ partitionName }) => partitionName === name);
    return `PARTITION ${quoteIdentifier(name)}${valuesText(method, row?.description ?? null)}`;
  });
  return `${head}${sub} (${each.join(', ')})`;
}

function valuesText(method: string, description: string | null): string {
  if (description === null) return '';
  if (/^RANGE/i.test(method))
    return description === 'MAXVALUE' ? ' VALUES LESS THAN MAXVALUE' : ` VALUES LESS THAN (${description})`;
  return description === 'DEFAULT' ? ' DEFAULT' : ` VALUES IN (${description})`;
}
