import type { ColumnRow } from '../../../../../../tables/dialects/mysql-family/definition-statements.js';
import { hasDoubtfulDefault, withDefault } from './default-bytes.js';

const column = (changes: Partial<ColumnRow>): ColumnRow => ({
  ...{ db: 'shop', tableName: 't', name: 'c', dataType: 'varchar', columnType: 'varchar(9)', charset: 'utf8mb4' },
  ...{ collation: null, isNullable: 'NO', columnDefault: "'?'", extra: '', expression: null, octetLength: null },
  ...{ comment: '', ...changes },
});
const binary = column({ charset: null, dataType: 'binary', columnType: 'binary(2)' });

it.each<[string, ColumnRow, boolean]>([
  ['a text with a question mark', column({}), true],
  ['one without', column({ columnDefault: "'x'" }), false],
  ['a character set that the catalog can print', column({ charset: 'latin1' }), false],
  ['bytes', binary, true],
  ['a number', column({ charset: null, dataType: 'int', columnDefault: '1' }), false],
  ['an expression of MySQL', column({ extra: 'DEFAULT_GENERATED' }), false],
  ['no default', column({ columnDefault: null }), false],
])('the bytes are asked of %s: %#', (_, row, isAsked) => expect(hasDoubtfulDefault(row)).toBe(isAsked));

it('leaves what the catalog printed right as it is', () => {
  expect(withDefault(column({}), '3F', 'mariadb').columnDefault).toBe("'?'");
  expect(withDefault(binary, '3F41', 'mariadb').columnDefault).toBe("'?'");
});

it('writes the others as they are', () => {
  expect(withDefault(binary, 'FF01', 'mariadb').columnDefault).toBe("x'FF01'");
  expect(withDefault(binary, 'FF01', 'mysql').columnDefault).toBe('0xFF01');
  expect(withDefault(column({}), 'F09F9880', 'mariadb').columnDefault).toBe("'😀'");
  expect(withDefault(column({}), 'F09F9880', 'mysql').columnDefault).toBe('😀');
  expect(withDefault(column({ charset: 'utf16' }), 'D83DDE00', 'mariadb').columnDefault).toBe("_utf16 x'D83DDE00'");
});
