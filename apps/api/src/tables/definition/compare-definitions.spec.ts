import { aColumn, aDefinition } from '../../../test/support/exact-column.js';
import { charsetOf, columnList, definitionNotes, describeDefinitionDifference } from './compare-definitions.js';
import { definitionFingerprint, storedColumns, type TableDefinition } from './table-definition.js';

type Columns = Pick<TableDefinition, 'columns'>;

describe('describeDefinitionDifference', () => {
  it('is null for equal tables, whatever their display widths and estimates', () => {
    const old = aDefinition({
      columns: [aColumn('id', 'int', { columnType: 'int(11)' }), aColumn('name', 'varchar')],
      estimatedRows: 3n,
    });
    expect(describeDefinitionDifference(aDefinition(), old)).toBeNull();
  });

  it('is null for what newer MariaDB prints in another comment', () => {
    const [older, newer] = ['text /*!100301 COMPRESSED*/', 'text /*M!100301 COMPRESSED*/'].map((columnType) =>
      aDefinition({ columns: [aColumn('id', 'text', { columnType })] }),
    );
    expect(describeDefinitionDifference(older ?? aDefinition(), newer ?? aDefinition())).toBeNull();
  });

  it.each([
    ['a column less', { columns: [aColumn('id', 'int')] }, 'column name is missing on the target'],
    [
      'a column more',
      { columns: [...aDefinition().columns, aColumn('x', 'int')] },
      'column x exists on the target only',
    ],
    ['another order', { columns: [...aDefinition().columns].reverse() }, 'the columns stand in another order'],
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
    const told = describeDefinitionDifference(aDefinition(), aDefinition(changes));
    expect(told).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });

  it('takes tinyint(1) for what it stores, and digits for what they print', () => {
    const [flag, wide, padded, longer] = [
      'tinyint(1)',
      'tinyint(4)',
      'int(8) unsigned zerofill',
      'int(9) unsigned zerofill',
    ].map((columnType) => ({ columns: [aColumn('c', 'int', { columnType })] })) as [Columns, Columns, Columns, Columns];
    expect(describeDefinitionDifference(flag, wide)).toBeNull();
    expect(describeDefinitionDifference(padded, longer)).toContain('int(9) unsigned zerofill');
  });

  it('names each column that differs, on either side', () => {
    const int = (name: string, columnType: string) => aColumn(name, 'int', { columnType });
    const words = describeDefinitionDifference(
      { columns: [int('id', 'int(11)'), int('a', 'int(11)'), int('b', 'char(3)')] },
      { columns: [int('id', 'int'), int('a', 'bigint(20)'), int('c', 'int')] },
    );
    expect(words).toBe(
      'column a is "int NOT NULL" on the source and "bigint NOT NULL" on the target; column b is missing on the target; column c exists on the target only',
    );
  });

  it('names three differences and counts the rest', () => {
    const many = aDefinition({
      columns: [...aDefinition().columns, ...['p', 'q', 'r', 's', 't'].map((name) => aColumn(name, 'int'))],
    });
    expect(describeDefinitionDifference(aDefinition(), many)).toContain('; and 2 more');
  });
});

describe('columnList', () => {
  it('prints name, type, character set and NOT NULL', () => {
    const name = aColumn('name', 'varchar', { columnType: 'varchar(64)', collation: 'utf8mb4_uca1400_ai_ci' });
    expect(columnList({ columns: [name] })).toEqual(['name varchar(64) utf8mb4 NOT NULL']);
  });

  it('reads integers of all versions alike, but keeps the digits of ZEROFILL', () => {
    const types = [
      'int(11)',
      'bigint(20) unsigned',
      'tinyint(1)',
      'int(5) unsigned zerofill',
      'decimal(10,2)',
      'text /*M!100301 COMPRESSED*/',
    ];
    const columns = types.map((columnType) => aColumn('c', 'int', { columnType, isNullable: true }));
    expect(columnList({ columns })).toEqual([
      ...['c int', 'c bigint unsigned', 'c tinyint', 'c int(5) unsigned zerofill', 'c decimal(10,2)'],
      'c text /*!100301 COMPRESSED*/',
    ]);
  });
});

it('takes the old and the new name of utf8mb3 for one', () => {
  expect(charsetOf('utf8_general_ci')).toBe(charsetOf('utf8mb3_general_ci'));
  expect(charsetOf('')).toBeNull();
});

it('definitionNotes tell tinyint(1) from other integers, which some connectors do too', () => {
  const [flag, wide] = ['tinyint(1)', 'tinyint(4)'].map((columnType) =>
    aDefinition({ columns: [aColumn('paid', 'tinyint', { columnType })] }),
  ) as [TableDefinition, TableDefinition];
  expect(definitionNotes(flag, wide)).toEqual([
    expect.stringMatching(/paid is tinyint\(1\) on the source and tinyint\(4\)/),
  ]);
  expect(definitionNotes(wide, wide)).toEqual([]);
});

it('definitionNotes say what was not compared, and collations that differ', () => {
  const source = aDefinition({
    isSystemVersioned: true,
    columns: [aColumn('id', 'int'), aColumn('v', 'int', { generation: 'virtual' })],
  });
  expect(definitionNotes(source, source)).toEqual([expect.stringContaining('history'), expect.stringContaining('v')]);
  const other = aDefinition({
    columns: [aColumn('id', 'int'), aColumn('name', 'varchar', { collation: 'utf8mb4_general_ci' })],
  });
  expect(definitionNotes(aDefinition(), other)).toEqual([expect.stringContaining('utf8mb4_general_ci on the target')]);
});

it('a fingerprint holds the definition and not the estimate', () => {
  expect(definitionFingerprint(aDefinition({ estimatedRows: 1n }))).toBe(definitionFingerprint(aDefinition()));
  expect(definitionFingerprint(aDefinition({ rowFormat: 'COMPACT' }))).not.toBe(definitionFingerprint(aDefinition()));
  expect(definitionFingerprint(aDefinition({ createdAt: '2026-11-26 07:00:00' }))).not.toBe(
    definitionFingerprint(aDefinition()),
  );
  expect(definitionFingerprint(aDefinition({ engine: 'MyISAM' }))).not.toBe(definitionFingerprint(aDefinition()));
});

it('takes the format that times are stored in, and the width of YEAR(4), for no difference', () => {
  const shape = (dataType: string, columnType: string): Columns => ({
    columns: [aColumn('at', dataType, { columnType })],
  });
  for (const type of ['timestamp', 'datetime(3)', 'time'])
    expect(
      describeDefinitionDifference(shape('timestamp', `${type} /* mariadb-5.3 */`), shape('timestamp', type)),
    ).toBeNull();
  expect(describeDefinitionDifference(shape('year', 'year(4)'), shape('year', 'year'))).toBeNull();
  expect(describeDefinitionDifference(shape('year', 'year(2)'), shape('year', 'year'))).not.toBeNull();
});

it('leaves numbers of transactions out, which each server gives by itself, and says so', () => {
  const versioned = aDefinition({
    columns: [aColumn('id', 'int'), aColumn('begun', 'bigint', { generation: 'row-start' })],
  });
  expect(storedColumns(versioned).map(({ name }) => name)).toEqual(['id']);
  expect(definitionNotes(versioned, versioned)).toEqual([expect.stringContaining('begun')]);
  const timed = aDefinition({ columns: [aColumn('begun', 'timestamp', { generation: 'row-start' })] });
  expect(storedColumns(timed).map(({ name }) => name)).toEqual(['begun']);
});

it('virtual columns hold no bytes', () => {
  const table = aDefinition({
    columns: [
      aColumn('a', 'int', { generation: 'virtual' }),
      aColumn('b', 'int', { generation: 'stored' }),
      aColumn('c', 'timestamp', { generation: 'row-end' }),
    ],
  });
  expect(storedColumns(table).map(({ name }) => name)).toEqual(['b']);
});
