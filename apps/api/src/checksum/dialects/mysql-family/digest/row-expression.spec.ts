import { aColumn } from '../../../../../test/support/exact-column.js';
import { UnsupportedColumn } from '../../../comparison/table-plan.js';
import { rowExpression } from './row-expression.js';

const separator = "_binary X'FF' COLLATE `binary`";
const packet = 16n * 1024n * 1024n;

describe('rowExpression', () => {
  it('puts values that cannot hold the separator in as they are, and lengths before all others', () => {
    const columns = [aColumn('id', 'int'), aColumn('c', 'varchar'), aColumn('d', 'varbinary'), aColumn('e', 'blob')];
    expect(rowExpression(columns, packet)).toBe(
      `CONCAT_WS(${separator}, \`id\`, \`c\`, LENGTH(\`d\`), LENGTH(\`e\`), \`d\`, \`e\`)`,
    );
  });

  it('marks NULL in a field of its own, so that it is neither empty nor zero nor a text', () => {
    const columns = [
      aColumn('n', 'int', { isNullable: true }),
      aColumn('c', 'varchar', { isNullable: true }),
      aColumn('b', 'binary', { isNullable: true }),
    ];
    expect(rowExpression(columns, packet)).toBe(
      `CONCAT_WS(${separator}, '', IFNULL(\`n\`, 'N'), IFNULL(\`c\`, _binary X'FE' COLLATE \`binary\`), IFNULL(LENGTH(\`b\`), 'N'), \`b\`)`,
    );
  });

  it('begins with a constant of its own where the first value may be a mark, which the server would append to', () => {
    const first = aColumn('n', 'int', { isNullable: true });
    expect(rowExpression([first], packet)).toBe(`CONCAT_WS(${separator}, '', IFNULL(\`n\`, 'N'))`);
    expect(rowExpression([aColumn('id', 'int'), first], packet)).toContain(`(${separator}, \`id\`, `);
  });

  it('takes text in other character sets by its bytes and their number', () => {
    const columns = [aColumn('a', 'varchar'), aColumn('b', 'varchar', { charset: 'latin1' })];
    expect(rowExpression(columns, packet)).toBe(`CONCAT_WS(${separator}, \`a\`, LENGTH(\`b\`), \`b\`)`);
  });

  it('digests what may not fit a packet', () => {
    const columns = [aColumn('a', 'longtext'), aColumn('b', 'varchar', { octetLength: 60_000n }), aColumn('c', 'char')];
    expect(rowExpression(columns, 10_000n)).toBe(`CONCAT_WS(${separator}, SHA1(\`a\`), SHA1(\`b\`), \`c\`)`);
  });

  it('keeps the order of definition whatever fits', () => {
    const columns = [aColumn('z', 'varchar', { octetLength: 400n }), aColumn('a', 'varchar', { octetLength: 40n })];
    expect(rowExpression(columns, packet)).toBe(`CONCAT_WS(${separator}, \`z\`, \`a\`)`);
  });

  it.each([
    ['bit', 'CAST(`x` AS UNSIGNED)'],
    ['enum', 'CAST(`x` AS UNSIGNED)'],
    ['uuid', 'CAST(`x` AS CHAR)'],
    ['geometry', 'SHA1(`x`)'],
    ['json', 'SHA1(CAST(`x` AS CHAR))'],
    ['timestamp', '`x`'],
  ])('prints %s exactly', (dataType, expression) => {
    expect(rowExpression([aColumn('x', dataType, { charset: null })], packet)).toContain(`, ${expression})`);
  });

  it.each(['float', 'double'])('takes %s by its bytes, of a length that never changes', (dataType) => {
    const columns = [aColumn('x', dataType, { isNullable: true }), aColumn('id', 'int')];
    expect(rowExpression(columns, packet)).toBe(`CONCAT_WS(${separator}, '', \`x\` IS NULL, \`id\`, POINT(\`x\`, 0))`);
  });

  it('quotes names', () => {
    expect(rowExpression([aColumn('a`b?', 'int')], packet)).toBe(`CONCAT_WS(${separator}, \`a\`\`b?\`)`);
  });

  it('refuses a type that it does not know', () => {
    expect(() => rowExpression([aColumn('x', 'hologram')], packet)).toThrow(UnsupportedColumn);
  });
});
