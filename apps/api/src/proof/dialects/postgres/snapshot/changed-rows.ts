import { type StreamedRelation, type StreamedRow, type StreamedValue, unchanged } from '@cutover/databases/postgres';
import type { RowApart } from '../../../snapshot/snapshot-dialect.js';
import { carriedValue } from '../carried-value.js';
import type { RowChange } from './transaction-log.js';

/** The stream does not tell which rows of a table were changed, or to what. The message is a whole clause. */
export class RowsUnknown extends Error {}

/** Values of one row by the name of their column. */
export type NamedValues = ReadonlyMap<string, StreamedValue>;

/**
 * Pure: what changes of a table come to, in the order of their commits: each key that they touched, with the row as it is in
 * the end. A value that the stream does not repeat comes from the row's version before: from these changes, or else from
 * `stored`, by identityText. Throws RowsUnknown.
 */
export function changedRows(
  changes: readonly RowChange[],
  { key, columns }: { key: readonly string[]; columns: readonly string[] },
  stored: ReadonlyMap<string, NamedValues>,
): RowApart[] {
  const found = new Map<string, { key: string[]; row: NamedValues | null }>();
  for (const change of changes) {
    if (change.kind !== 'insert' && !identifies(change.relation, key)) throw new RowsUnknown(otherIdentity);
    const was = change.old === null ? null : named(change.relation, change.old.values);
    const before = was === null ? null : keyOf(was, key);
    if (change.row === null) {
      if (before !== null) found.set(textOf(before), { key: before, row: null });
      continue;
    }
    const is = named(change.relation, change.row);
    const after = keyOf(withKeyOf(was, is), key);
    const earlier = [
      change.old?.kind === 'row' ? was : null,
      found.get(textOf(before ?? after))?.row,
      stored.get(identityText(change) ?? ''),
    ];
    if (before !== null) found.set(textOf(before), { key: before, row: null });
    found.set(textOf(after), { key: after, row: completed(is, earlier) });
  }
  return [...found.values()].map(({ key: values, row }) => ({
    key: values,
    source: row === null ? null : columns.map((name) => carried(row.get(name))),
  }));
}

/** Pure: every key that these changes touch, by textOf. Throws RowsUnknown. */
export function touchedKeys(changes: readonly RowChange[], key: readonly string[]): ReadonlyMap<string, string[]> {
  const keys = changes.flatMap((change): string[][] => {
    if (change.kind !== 'insert' && !identifies(change.relation, key)) throw new RowsUnknown(otherIdentity);
    const was = change.old === null ? null : named(change.relation, change.old.values);
    const before = was === null ? [] : [keyOf(was, key)];
    return change.row === null ? before : [...before, keyOf(withKeyOf(was, named(change.relation, change.row)), key)];
  });
  return new Map(keys.map((each) => [textOf(each), each]));
}

/**
 * Pure: a text for the row that an update began with, by its replica identity; null: an insert or a delete, or nothing is
 * missing in what the stream tells of the new row.
 */
export function identityText(change: RowChange): string | null {
  const values = identityOf(change);
  return values === null ? null : textOf(values);
}

/** Pure: the values of {@link identityText}, in the order of {@link identityColumns}. */
export function identityOf({ kind, relation, old, row }: RowChange): string[] | null {
  if (kind !== 'update' || old?.kind === 'row' || !row.includes(unchanged)) return null;
  return keyOf(named(relation, old?.values ?? row), identityColumns(relation));
}

/** Pure: the columns of the replica identity. */
export function identityColumns({ columns }: StreamedRelation): string[] {
  return columns.filter(({ isKey }) => isKey).map(({ name }) => name);
}

/** Pure: a text that is the same for equal values only. */
export function textOf(values: readonly string[]): string {
  return JSON.stringify(values);
}

const otherIdentity = 'the replica identity of the table does not hold the key that it is compared by';

/** As the comparison carries it; `undefined`: the column is not published, because it is computed. */
function carried(value: StreamedValue | undefined): string | null | undefined {
  return typeof value === 'string' ? carriedValue(value) : (value as null | undefined);
}

/** Whether an update or a delete tells all columns of the key that the row had, or has kept. */
function identifies({ identity, columns }: StreamedRelation, key: readonly string[]): boolean {
  return identity === 'f' || key.every((name) => columns.some((column) => column.isKey && column.name === name));
}

function named({ columns }: StreamedRelation, row: StreamedRow): NamedValues {
  return new Map(columns.map(({ name }, index) => [name, row[index] ?? null]));
}

/** The new row, with values from the old one where the stream does not repeat them: for its key. */
function withKeyOf(was: NamedValues | null, is: NamedValues): NamedValues {
  return was === null
    ? is
    : new Map([...is].map(([name, value]) => [name, value === unchanged ? was.get(name)! : value]));
}

function keyOf(row: NamedValues, key: readonly string[]): string[] {
  return key.map((name) => {
    const value = row.get(name);
    if (typeof value !== 'string') throw new RowsUnknown(`the stream does not tell the column ${name} of its key`);
    return value;
  });
}

function completed(row: NamedValues, earlier: readonly (NamedValues | null | undefined)[]): NamedValues {
  return new Map(
    [...row].map(([name, value]) => {
      if (value !== unchanged) return [name, value];
      const known = earlier.find((each) => each?.has(name) === true && each.get(name) !== unchanged)?.get(name);
      if (known === undefined) throw new RowsUnknown(`the value of its column ${name} before a change is not known`);
      return [name, known];
    }),
  );
}
