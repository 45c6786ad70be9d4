import { aColumn } from '../../../../test/support/exact-column.js';
import type { ColumnRow, KeyPartRow } from './definition-statements.js';
import { columnOf, primaryKeyOf, uniqueColumnsOf, uniqueKeysOf } from './read-definition.js';

const aRow = (changes: Partial<ColumnRow>): ColumnRow => ({
  ...{ db: 'shop', tableName: 't', name: 'c', dataType: 'INT', columnType: 'int(11)', charset: null, collation: null },
  ...{ isNullable: 'NO', columnDefault: null, extra: '', expression: null, octetLength: null, comment: '', ...changes },
});

describe('columnOf', () => {
  it.each([
    ['', null, 'plain'],
    ['VIRTUAL GENERATED', '`a` + 1', 'virtual'],
    ['STORED GENERATED', '`a` + 1', 'stored'],
    ['STORED GENERATED, INVISIBLE', '`a` + 1', 'stored'],
    ['STORED GENERATED', 'ROW START', 'row-start'],
    ['STORED GENERATED', 'ROW END', 'row-end'],
    ['auto_increment', null, 'plain'],
  ])('reads EXTRA "%s" with expression %s as %s', (extra, expression, generation) => {
    expect(columnOf(aRow({ extra, expression }), 'mariadb').generation).toBe(generation);
  });

  it('keeps what the catalog says, in our words', () => {
    expect(
      columnOf(aRow({ extra: 'INVISIBLE', octetLength: '4294967295', isNullable: 'YES' }), 'mariadb'),
    ).toMatchObject({
      ...{ dataType: 'int', isInvisible: true, isNullable: true, octetLength: 4294967295n },
    });
  });
});

const part = (indexName: string, name: string | null, changes: Partial<KeyPartRow> = {}): KeyPartRow => ({
  ...{
    db: 'shop',
    tableName: 't',
    indexName,
    name,
    prefix: null,
    nullable: '',
    type: 'BTREE',
    expression: '',
    ignored: 'NO',
    ...{ nonUnique: '0', direction: 'A', comment: '' },
    ...changes,
  },
});

it('primaryKeyOf has the primary key in its order, with the prefixes that count', () => {
  const rows = [part('PRIMARY', 'x'), part('PRIMARY', 'name', { prefix: '10' }), part('u', 'y')];
  expect(primaryKeyOf(rows)).toEqual(['x', 'name(10)']);
  expect(primaryKeyOf([part('u', 'y')])).toEqual([]);
});

describe('uniqueKeysOf', () => {
  it('puts the primary key first', () => {
    expect(uniqueKeysOf([part('a', 'x'), part('PRIMARY', 'id'), part('PRIMARY', 'n')])).toEqual([
      { index: 'PRIMARY', columns: ['id', 'n'] },
      { index: 'a', columns: ['x'] },
    ]);
  });

  it.each([
    ['a nullable column', part('u', 'x', { nullable: 'YES' })],
    ['a prefix', part('u', 'x', { prefix: '10' })],
    ['an expression', part('u', null, { expression: 'lower(`x`)' })],
    ['an index that the optimizer ignores', part('u', 'x', { ignored: 'YES' })],
    ['a hash over a long column', part('u', 'x', { type: 'HASH' })],
  ])('leaves out a key with %s: it does not name one row, or cannot be walked', (_, row) => {
    expect(uniqueKeysOf([row])).toEqual([]);
  });
});

describe('uniqueColumnsOf', () => {
  const columns = [aColumn('a', 'int'), aColumn('b', 'int'), aColumn('c', 'int', { generation: 'virtual' })];

  it('has the columns of every unique index, those that are no key to us too', () => {
    expect(uniqueColumnsOf([part('u', 'b', { nullable: 'YES', prefix: '3', ignored: 'YES' })], columns)).toEqual(['b']);
    expect(uniqueColumnsOf([], columns)).toEqual([]);
  });

  it('is all columns where a unique value is computed from others', () => {
    expect(uniqueColumnsOf([part('u', 'c')], columns)).toEqual(['a', 'b', 'c']);
    expect(uniqueColumnsOf([part('u', null, { expression: 'lower(`a`)' })], columns)).toEqual(['a', 'b', 'c']);
  });
});
