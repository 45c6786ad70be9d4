import { quoteIdentifier } from '@cutover/databases/mysql-family';
import { canonicalExpression } from '../../../../../../tables/dialects/mysql-family/canonical-code.js';
import type { SchemaObject } from '../../../schema-object.js';
import { alter, partOf } from '../object-of.js';
import type { TableText } from './table-text.js';

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

/** Whether the catalog leaves out a part of how it is divided: see keyAlgorithm. */
export function isDividedByKey({ method, subMethod }: PartitionRow): boolean {
  return /KEY$/i.test(method) || /KEY$/i.test(subMethod ?? '');
}

/** Pure: how each partitioned table is divided. `textOf`: what SHOW CREATE TABLE adds, where it was asked. */
export function partitioningObjects(
  rows: readonly PartitionRow[],
  textOf: (row: PartitionRow) => TableText | undefined,
): SchemaObject[] {
  const byTable = new Map<string, PartitionRow[]>();
  for (const row of rows) {
    const key = `${row.db}\0${row.name}`;
    byTable.set(key, [...(byTable.get(key) ?? []), row]);
  }
  return [...byTable.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const shown = partitioningText(first, all, textOf(first));
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

function partitioningText(first: PartitionRow, all: readonly PartitionRow[], text: TableText | undefined): string {
  const { method, expression, subMethod, subExpression } = first;
  const names = [...new Set(all.map(({ partitionName }) => partitionName))];
  const subNames = (name: string): string[] =>
    all.flatMap((row) => (row.partitionName === name && row.subName !== null ? [row.subName] : []));
  const isSubNamed = names.some((name) => !areDefault(subNames(name), `${name}sp`));
  const head = `PARTITION BY ${method}${algorithmText(text?.keyAlgorithm)} (${expression ?? ''})`;
  const sub =
    subMethod === null
      ? ''
      : ` SUBPARTITION BY ${subMethod}${algorithmText(text?.subKeyAlgorithm)} (${subExpression ?? ''})` +
        (isSubNamed ? '' : ` SUBPARTITIONS ${all.length / names.length}`);
  const isCounted = /(?:HASH|KEY)$/i.test(method);
  if (isCounted && areDefault(names, 'p')) return `${head}${sub} PARTITIONS ${names.length}`;
  const each = names.map((name) => {
    const row = all.find(({ partitionName }) => partitionName === name);
    const values = isCounted ? '' : valuesText(method, row?.description ?? null);
    const within = subNames(name).map((subName) => `SUBPARTITION ${quoteIdentifier(subName)}`);
    return `PARTITION ${quoteIdentifier(name)}${values}${isSubNamed ? ` (${within.join(', ')})` : ''}`;
  });
  return `${head}${sub} (${each.join(', ')})`;
}

/** Names as the server gives them: `p0`, `p1`, and `p0sp0` within. */
function areDefault(names: readonly string[], prefix: string): boolean {
  return names.every((name, index) => name.toLowerCase() === `${prefix}${index}`.toLowerCase());
}

/** 2 is what every server has taken since MySQL 5.5, and is not printed. */
function algorithmText(algorithm: string | null | undefined): string {
  return (algorithm ?? '2') === '2' ? '' : ` ALGORITHM = ${algorithm}`;
}

function valuesText(method: string, description: string | null): string {
  if (description === null) return '';
  if (/^RANGE/i.test(method))
    return description === 'MAXVALUE' ? ' VALUES LESS THAN MAXVALUE' : ` VALUES LESS THAN (${description})`;
  return description === 'DEFAULT' ? ' DEFAULT' : ` VALUES IN (${description})`;
}
