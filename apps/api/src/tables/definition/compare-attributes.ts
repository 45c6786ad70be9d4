import type { ColumnDefinition, TableDefinition } from './table-definition.js';

/**
 * Pure: how two tables differ in what their rows do not show and the application meets after the cutover. Rows of both can be
 * compared, and may be equal. Of a column that only one side has, describeDefinitionDifference tells.
 */
export function attributeDifferences(source: TableDefinition, target: TableDefinition): string[] {
  const onTarget = new Map(target.columns.map((column) => [column.name, column]));
  const ofColumns = source.columns.flatMap((column) => {
    const other = onTarget.get(column.name);
    return other === undefined ? [] : columnDifferences(column, other);
  });
  const keys = [keyText(source), keyText(target)] as const;
  return [
    ...(keys[0] === keys[1] ? [] : [`the primary key is ${keys[0]} on the source and ${keys[1]} on the target`]),
    ...ofColumns,
    ...onOneSide('the table is system-versioned', source.isSystemVersioned, target.isSystemVersioned),
  ];
}

/** Pure: the same of one column of two tables. */
export function columnDifferences(source: ColumnDefinition, target: ColumnDefinition): string[] {
  const name = `column ${source.name}`;
  const texts = [
    ...onOneSide(`${name} is AUTO_INCREMENT`, source.isAutoIncrement, target.isAutoIncrement),
    ...onOneSide(`${name} is INVISIBLE`, source.isInvisible, target.isInvisible),
  ];
  // A computed value has no default; of another kind of column the shape tells.
  if (source.generation !== 'plain' || target.generation !== 'plain') return texts;
  if (!isSameDefault(source.defaultValue, target.defaultValue))
    texts.push(
      `${name} has DEFAULT ${said(source.defaultValue)} on the source and ${said(target.defaultValue)} on the target`,
    );
  if (source.onUpdate !== target.onUpdate)
    texts.push(
      `${name} has ON UPDATE ${said(source.onUpdate)} on the source and ${said(target.onUpdate)} on the target`,
    );
  return texts;
}

function onOneSide(claim: string, source: boolean, target: boolean): string[] {
  return source === target ? [] : [`${claim} on the ${source ? 'source' : 'target'} only`];
}

function keyText({ primaryKey }: TableDefinition): string {
  return primaryKey.length === 0 ? 'none' : `(${primaryKey.join(', ')})`;
}

function said(value: string | null): string {
  return value ?? 'none';
}

/**
 * Some versions print bytes as `x'6100'`, others as text with `\0` for a zero byte and `?` for each byte that is no text. Where
 * the two meet, only what both show is compared.
 */
function isSameDefault(source: string | null, target: string | null): boolean {
  if (source === target) return true;
  if (source === null || target === null || isHex(source) === isHex(target)) return false;
  return asText(source) === asText(target);
}

function isHex(value: string): boolean {
  return /^x'[0-9a-f]*'$/.test(value);
}

function asText(value: string): string {
  if (!isHex(value)) return value.replace(/[^\0-\x7f]/gu, '?');
  const bytes = [...Buffer.from(value.slice(2, -1), 'hex')];
  return `'${bytes.map(byteText).join('')}'`;
}

function byteText(byte: number): string {
  if (byte === 0) return '\\0';
  if (byte > 0x7f) return '?';
  const text = String.fromCharCode(byte);
  if (text === "'") return "''";
  return text === '\\' ? '\\\\' : text;
}
