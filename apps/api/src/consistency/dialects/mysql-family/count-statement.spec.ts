import { aColumn } from '../../../../test/support/exact-column.js';
import type { ColumnDefinition } from '../../../tables/definition/table-definition.js';
import { countStatement, keyExpressions } from './count-statement.js';

const column = (columnType: string, collation: string | null = null): ColumnDefinition =>
  aColumn('k`y', columnType, { columnType, collation });

describe('keyExpressions', () => {
  it.each([
    ['bigint(20) unsigned', null, 'CAST(MIN(`k``y`) AS CHAR)'],
    ['varchar(9)', 'latin1_swedish_ci', 'CONVERT(MIN(CAST(`k``y` AS BINARY)) USING latin1)'],
    ["enum('a')", 'utf8mb4_uca1400_ai_ci', 'CONVERT(MIN(CAST(`k``y` AS BINARY)) USING utf8mb4)'],
    ['varbinary(9)', null, 'HEX(MIN(`k``y`))'],
    ['tinyblob', null, 'HEX(MIN(`k``y`))'],
    ['bit(3)', null, 'CAST(MIN(`k``y` + 0) AS CHAR)'],
    ['char(1)', 'odd; name_ci', 'CAST(MIN(`k``y`) AS CHAR)'],
  ])('prints %s (%s) exactly', (type, collation, smallest) => {
    const expressions = keyExpressions(column(type, collation));
    expect(expressions).toEqual({ smallest, largest: smallest.replace('MIN', 'MAX') });
  });
});

describe('countStatement', () => {
  it('counts without a key, too', () => {
    expect(countStatement({ database: 'd', name: 't`t' }, null)).toBe(
      'SELECT CAST(COUNT(*) AS CHAR) AS rowCount, NULL AS smallestKey, NULL AS largestKey FROM `d`.`t``t`',
    );
  });
});
