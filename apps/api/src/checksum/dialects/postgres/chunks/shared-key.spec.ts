import type { ColumnDefinition, TableDefinition, UniqueKey } from '../../../../tables/definition/table-definition.js';
import { sharedKey } from './shared-key.js';

function column(name: string, dataType: string, changes: Partial<ColumnDefinition> = {}): ColumnDefinition {
  return {
    ...{ name, dataType, columnType: dataType, charset: '', collation: null, isNullable: false, generation: 'plain' },
    ...{ isInvisible: false, isAutoIncrement: false, defaultValue: null, onUpdate: null, octetLength: null },
    ...changes,
  };
}

function table(uniqueKeys: UniqueKey[], columns: ColumnDefinition[], estimatedRows = 10n): TableDefinition {
  return {
    ...{ kind: 'table', engine: 'heap', rowFormat: null, createdAt: null, isSystemVersioned: false, isSequence: false },
    ...{ columns, primaryKey: [], uniqueKeys, uniqueColumns: [], estimatedRows },
  };
}

const both = { source: { name: 'c de 2.36' }, target: { name: 'c de 2.36' } };
const columns = [column('id', 'int8'), column('name', 'text'), column('region', 'int4')];
const key = (...names: string[]): UniqueKey => ({ index: names.join('_'), columns: names });

it('is the primary key of both sides, whatever its index is called', () => {
  const target = table([{ index: 'other', columns: ['id'] }], columns);
  const shared = sharedKey({ source: table([key('id')], columns), target }, both);
  expect(shared.key?.columns).toEqual(['id']);
  expect(shared.keyColumns).toMatchObject([{ ordered: 'r."id"', isInteger: true }]);
});

it('has a column more where one side is partitioned by it', () => {
  const definitions = { source: table([key('id')], columns), target: table([key('id', 'region')], columns) };
  expect(sharedKey(definitions, both).key?.columns).toEqual(['id', 'region']);
});

it('is none where a key of one side is not unique on the other, or may be NULL there', () => {
  const source = table([key('id')], columns);
  expect(
    sharedKey({ source, target: table([key('name')], [column('id', 'int8', { isNullable: true }), columns[1]!]) }, both)
      .key,
  ).toBeNull();
  expect(sharedKey({ source, target: table([], columns) }, both).key).toBeNull();
});

describe('a text key', () => {
  const definitions = (rows: bigint) => ({
    source: table([key('name')], columns, rows),
    target: table([key('name')], columns),
  });

  it('is walked by its index where both sides sort alike and vouch for it', () => {
    expect(sharedKey(definitions(10_000_000n), both).keyColumns).toMatchObject([{ ordered: 'r."name"' }]);
  });

  it.each([
    ['another order', 'i de 153.1'],
    ['an index that a newer library has outdated', null],
  ])('is sorted by its bytes with %s on one side, while the table is small', (_, order) => {
    const doubtful = { source: both.source, target: { name: order } };
    expect(sharedKey(definitions(1_000n), doubtful).keyColumns[0]?.ordered).toContain("'UTF8')");
    expect(sharedKey(definitions(10_000_000n), doubtful).key).toBeNull();
  });

  it('gives way to a key of numbers where it cannot be trusted', () => {
    const source = table([key('name'), key('id')], columns);
    const doubtful = { source: both.source, target: { name: null } };
    expect(sharedKey({ source, target: table([key('name'), key('id')], columns) }, doubtful).key?.columns).toEqual([
      'id',
    ]);
  });
});
