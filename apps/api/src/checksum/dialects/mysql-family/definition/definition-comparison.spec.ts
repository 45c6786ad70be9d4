import { aColumn } from '../../../../../test/support/exact-column.js';
import { definitionNotes, describeDefinitionDifference, sharedKey } from './definition-comparison.js';
import { exactFingerprint, storedColumns, type ExactDefinition } from './exact-definition.js';

const primary = { index: 'PRIMARY', columns: ['id'] };

function aTable(changes: Partial<ExactDefinition> = {}): ExactDefinition {
  return {
    ...{ kind: 'table', engine: 'InnoDB', isSystemVersioned: false, estimatedRows: 10n, uniqueKeys: [primary] },
    uniqueColumns: ['id'],
    isSequence: false,
    columns: [aColumn('id', 'int'), aColumn('name', 'varchar')],
    ...changes,
  };
}

describe('describeDefinitionDifference', () => {
  it('is null for equal tables, whatever their display widths and estimates', () => {
    const old = aTable({
      columns: [aColumn('id', 'int', { columnType: 'int(11)' }), aColumn('name', 'varchar')],
      estimatedRows: 3n,
    });
    expect(describeDefinitionDifference(aTable(), old)).toBeNull();
  });

  it('is null for what newer MariaDB prints in another comment', () => {
    const [older, newer] = ['text /*!100301 COMPRESSED*/', 'text /*M!100301 COMPRESSED*/'].map((columnType) =>
      aTable({ columns: [aColumn('id', 'text', { columnType })] }),
    );
    expect(describeDefinitionDifference(older ?? aTable(), newer ?? aTable())).toBeNull();
  });

  it.each([
    ['a column less', { columns: [aColumn('id', 'int')] }, 'column name is missing on the target'],
    ['a column more', { columns: [...aTable().columns, aColumn('x', 'int')] }, 'column x exists on the target only'],
    ['another order', { columns: [...aTable().columns].reverse() }, 'the columns stand in another order'],
    ['NULL allowed', { columns: [aColumn('id', 'int'), aColumn('name', 'varchar', { isNullable: true })] }, /NOT NULL/],
    [
      'another character set',
      { columns: [aColumn('id', 'int'), aColumn('name', 'varchar', { charset: 'latin1' })] },
      /latin1/,
    ],
    [
      'a generated column',
      { columns: [aColumn('id', 'int'), aColumn('name', 'varchar', { generation: 'virtual' as const })] },
      /virtual/,
    ],
  ])('tells %s', (_, changes, words) => {
    const told = describeDefinitionDifference(aTable(), aTable(changes));
    expect(told).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });

  it('names three differences and counts the rest', () => {
    const many = aTable({
      columns: [...aTable().columns, ...['p', 'q', 'r', 's', 't'].map((name) => aColumn(name, 'int'))],
    });
    expect(describeDefinitionDifference(aTable(), many)).toContain('; and 2 more');
  });
});

it('definitionNotes say what was not compared, and collations that differ', () => {
  const source = aTable({
    isSystemVersioned: true,
    columns: [aColumn('id', 'int'), aColumn('v', 'int', { generation: 'virtual' })],
  });
  expect(definitionNotes(source, source)).toEqual([expect.stringContaining('history'), expect.stringContaining('v')]);
  const other = aTable({
    columns: [aColumn('id', 'int'), aColumn('name', 'varchar', { collation: 'utf8mb4_general_ci' })],
  });
  expect(definitionNotes(aTable(), other)).toEqual([expect.stringContaining('utf8mb4_general_ci on the target')]);
});

describe('sharedKey', () => {
  it('is the key that both sides have', () => {
    expect(sharedKey(aTable(), aTable())).toEqual(primary);
    const unique = { index: 'u', columns: ['name'] };
    expect(sharedKey(aTable({ uniqueKeys: [primary, unique] }), aTable({ uniqueKeys: [unique] }))).toEqual(unique);
  });

  it.each([
    ['there is none', { uniqueKeys: [] }],
    ['it has other columns', { uniqueKeys: [{ index: 'PRIMARY', columns: ['id', 'name'] }] }],
  ])('is null when %s', (_, changes) => {
    expect(sharedKey(aTable(), aTable(changes))).toBeNull();
  });

  it('is null when its text sorts differently on both sides', () => {
    const key = { uniqueKeys: [{ index: 'PRIMARY', columns: ['name'] }] };
    const other = aTable({
      ...key,
      columns: [aColumn('id', 'int'), aColumn('name', 'varchar', { collation: 'utf8mb4_general_ci' })],
    });
    expect(sharedKey(aTable(key), other)).toBeNull();
    expect(sharedKey(aTable(key), aTable(key))).not.toBeNull();
  });

  it('is null for types whose index order is not that of their comparison', () => {
    const set = aTable({ columns: [aColumn('id', 'set')] });
    expect(sharedKey(set, set)).toBeNull();
  });
});

it('a fingerprint holds the definition and not the estimate', () => {
  expect(exactFingerprint(aTable({ estimatedRows: 1n }))).toBe(exactFingerprint(aTable()));
  expect(exactFingerprint(aTable({ engine: 'MyISAM' }))).not.toBe(exactFingerprint(aTable()));
});

it('virtual columns hold no bytes', () => {
  const table = aTable({
    columns: [
      aColumn('a', 'int', { generation: 'virtual' }),
      aColumn('b', 'int', { generation: 'stored' }),
      aColumn('c', 'timestamp', { generation: 'row-end' }),
    ],
  });
  expect(storedColumns(table).map(({ name }) => name)).toEqual(['b']);
});
