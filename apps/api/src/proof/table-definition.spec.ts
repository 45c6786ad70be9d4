import {
  charsetOf,
  columnList,
  describeColumnDifferences,
  fingerprint,
  type TableDefinition,
} from './table-definition.js';

type Column = TableDefinition['columns'][number];
const column = (name: string, type: string, changes: Partial<Column> = {}): Column => ({
  ...{ name, type, collation: null, isNullable: true, isAutoIncrement: false },
  ...changes,
});
const table = (...columns: Column[]): TableDefinition => ({
  ...{ kind: 'table', engine: 'InnoDB', rowFormat: null, columns, autoIncrement: null },
});

describe('columnList', () => {
  it('prints name, type, character set and NOT NULL', () => {
    const definition = table(column('name', 'varchar(64)', { collation: 'utf8mb4_uca1400_ai_ci', isNullable: false }));
    expect(columnList(definition)).toEqual(['name varchar(64) utf8mb4 NOT NULL']);
  });

  it('reads integers of all versions alike, but keeps what a width means', () => {
    const types = [
      'int(11)',
      'bigint(20) unsigned',
      'tinyint(1)',
      'int(5) unsigned zerofill',
      'decimal(10,2)',
      'text /*M!100301 COMPRESSED*/',
    ];
    expect(columnList(table(...types.map((type) => column('c', type))))).toEqual([
      ...[
        'c int',
        'c bigint unsigned',
        'c tinyint(1)',
        'c int(5) unsigned zerofill',
        'c decimal(10,2)',
        'c text /*!100301 COMPRESSED*/',
      ],
    ]);
  });

  it('takes the old and the new name of utf8mb3 for one', () => {
    expect(charsetOf('utf8_general_ci')).toBe(charsetOf('utf8mb3_general_ci'));
    expect(charsetOf('')).toBeNull();
  });
});

describe('describeColumnDifferences', () => {
  it('names each column that differs, on either side', () => {
    const words = describeColumnDifferences(
      table(column('id', 'int(11)'), column('a', 'int(11)'), column('b', 'char(3)')),
      table(column('id', 'int'), column('a', 'bigint(20)'), column('c', 'int')),
    );
    expect(words).toBe(
      'column a is "a int" on the source and "a bigint" on the target; column b is missing on the target; column c exists on the target only',
    );
  });

  it('sees an order that differs', () => {
    const [id, name] = [column('id', 'int'), column('name', 'text')];
    expect(describeColumnDifferences(table(id, name), table(name, id))).toBe('the columns stand in another order');
  });

  it('says nothing of equal lists, and counts what it does not name', () => {
    expect(describeColumnDifferences(table(column('id', 'int')), table(column('id', 'int(11)')))).toBe('');
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => column(name, 'int'));
    expect(describeColumnDifferences(table(...many), table())).toMatch(
      /column c is missing on the target; and 2 more$/,
    );
  });
});

describe('fingerprint', () => {
  it('changes with the definition and not with AUTO_INCREMENT', () => {
    const before = table(column('id', 'int'));
    expect(fingerprint({ ...before, autoIncrement: '7' })).toBe(fingerprint(before));
    expect(fingerprint({ ...before, rowFormat: 'COMPACT' })).not.toBe(fingerprint(before));
  });
});
