import { aColumn } from '../../../../test/support/exact-column.js';
import { UnsupportedColumn } from './column-kind.js';
import { rowExpression } from './row-expression.js';

const packet = 16n * 1024n * 1024n;

describe('rowExpression', () => {
  it('puts lengths before the values that may hold a comma', () => {
    const columns = [aColumn('id', 'int'), aColumn('c', 'varchar', { octetLength: 80n }), aColumn('d', 'varchar')];
    expect(rowExpression(columns, packet)).toBe("CONCAT_WS(',', `id`, LENGTH(`c`), LENGTH(`d`), `c`, `d`)");
  });

  it('marks NULL in a field of its own, so that it is neither empty nor zero', () => {
    const columns = [aColumn('n', 'int', { isNullable: true }), aColumn('c', 'varchar', { isNullable: true })];
    expect(rowExpression(columns, packet)).toBe("CONCAT_WS(',', IFNULL(`n`, 'N'), IFNULL(LENGTH(`c`), 'N'), `c`)");
  });

  it('joins raw bytes where character sets differ', () => {
    const columns = [aColumn('a', 'varchar'), aColumn('b', 'varchar', { charset: 'latin1' })];
    expect(rowExpression(columns, packet)).toContain("CONCAT_WS(CAST(',' AS BINARY), ");
  });

  it('digests what may not fit a packet', () => {
    const columns = [aColumn('a', 'longtext'), aColumn('b', 'varchar', { octetLength: 60_000n }), aColumn('c', 'char')];
    expect(rowExpression(columns, 10_000n)).toBe("CONCAT_WS(',', SHA1(`a`), SHA1(`b`), LENGTH(`c`), `c`)");
  });

  it('keeps the order of definition whatever fits', () => {
    const columns = [aColumn('z', 'varchar', { octetLength: 400n }), aColumn('a', 'varchar', { octetLength: 40n })];
    expect(rowExpression(columns, packet)).toBe("CONCAT_WS(',', LENGTH(`z`), LENGTH(`a`), `z`, `a`)");
  });

  it.each([
    ['float', 'CAST(`x` AS DOUBLE)'],
    ['bit', 'CAST(`x` AS UNSIGNED)'],
    ['enum', 'CAST(`x` AS UNSIGNED)'],
    ['uuid', 'CAST(`x` AS CHAR)'],
    ['geometry', 'SHA1(`x`)'],
    ['json', 'SHA1(CAST(`x` AS CHAR))'],
    ['timestamp', '`x`'],
  ])('prints %s exactly', (dataType, expression) => {
    expect(rowExpression([aColumn('x', dataType, { charset: null })], packet)).toContain(`, ${expression})`);
  });

  it('quotes names', () => {
    expect(rowExpression([aColumn('a`b?', 'int')], packet)).toBe("CONCAT_WS(',', `a``b?`)");
  });

  it('refuses a type that it does not know', () => {
    expect(() => rowExpression([aColumn('x', 'hologram')], packet)).toThrow(UnsupportedColumn);
  });
});
