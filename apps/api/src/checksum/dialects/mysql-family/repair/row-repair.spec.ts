import { aColumn, aPlan } from '../../../../../test/support/exact-column.js';
import type { RowFinding } from '../../../comparison/drill-down/difference-log.js';
import { rowRepair } from './row-repair.js';
import { valueGuard, valueLiteral } from './value-literal.js';

const columns = [
  aColumn('id', 'int'),
  aColumn('name', 'varchar', { isNullable: true }),
  aColumn('sum', 'int', { generation: 'stored' }),
];
const plan = aPlan(columns);
const finding = (changes: Partial<RowFinding>): RowFinding => ({
  ...{ kind: 'changed', key: ['1'], source: ['1', '61', '7'], target: ['1', null, '7'], position: null, ...changes },
});

const sqlOf = (...parameters: Parameters<typeof rowRepair>): string => rowRepair(...parameters).sql;
const counted = '\nSET @cutover_rows = @cutover_rows + @cutover_hit;';

describe('rowRepair', () => {
  const observed = (name: string): string => `\`id\` = 1 AND \`id\` <=> 1 AND ${name} AND \`sum\` <=> 7`;
  const locked = (condition: string, count = 1): string =>
    `SELECT COUNT(*) = ${count} AND @cutover_go INTO @cutover_hit FROM \`shop\`.\`orders\` WHERE ${condition} FOR UPDATE;\n`;

  it('changes one row, guarded by every value observed on the target', () => {
    expect(sqlOf(finding({}), plan)).toBe(
      "-- A row differs: id 1: name NULL becomes 'a'\n" +
        locked(observed('`name` IS NULL')) +
        "UPDATE `shop`.`orders` SET `name` = _utf8mb4 X'61' WHERE `id` = 1 AND @cutover_hit = 1 LIMIT 1;" +
        counted,
    );
  });

  it('inserts a missing row with explicit columns, if its key is not there, leaving generated ones to the server', () => {
    expect(sqlOf(finding({ kind: 'missing', target: null }), plan)).toBe(
      "-- A row is missing on the target: id '1', name 'a'\n" +
        locked('`id` = 1', 0) +
        "INSERT INTO `shop`.`orders` (`id`, `name`) SELECT 1, _utf8mb4 X'61' FROM DUAL WHERE @cutover_hit = 1;" +
        counted,
    );
  });

  it('deletes an extra row only as it was observed, byte for byte', () => {
    expect(sqlOf(finding({ kind: 'extra', source: null, target: ['1', '41', '7'] }), plan)).toBe(
      "-- A row is on the target only: id '1', name 'A', sum '7'\n" +
        locked(observed("CAST(`name` AS BINARY) <=> X'41'")) +
        'DELETE FROM `shop`.`orders` WHERE `id` = 1 AND @cutover_hit = 1 LIMIT 1;' +
        counted,
    );
  });

  it('sets times that do not differ to themselves, or ON UPDATE CURRENT_TIMESTAMP would change them', () => {
    const timed = aPlan([...columns, aColumn('seen', 'timestamp'), aColumn('made', 'datetime'), aColumn('on', 'date')]);
    const times = ['2020-01-01 00:00:00', '2020-01-01 00:00:00', '2020-01-01'];
    const sql = sqlOf(finding({ source: ['1', '61', '7', ...times], target: ['1', null, '7', ...times] }), timed);
    expect(sql).toContain(" SET `name` = _utf8mb4 X'61', `seen` = `seen`, `made` = `made` WHERE ");
  });

  it('puts a row aside that changes a unique value, and writes it anew from there', () => {
    const unique = { ...plan, uniqueColumns: ['id', 'name'] };
    const { removal, sql } = rowRepair(finding({}), unique);
    expect(removal?.split('\n').slice(1)).toEqual([
      'CREATE TEMPORARY TABLE IF NOT EXISTS `shop`.`cutover_aside` AS SELECT `id`, `name` FROM `shop`.`orders` LIMIT 0;',
      locked(observed('`name` IS NULL')).trim(),
      'INSERT INTO `shop`.`cutover_aside` SELECT `id`, `name` FROM `shop`.`orders` WHERE `id` = 1 AND @cutover_hit = 1;',
      'DELETE FROM `shop`.`orders` WHERE `id` = 1 AND @cutover_hit = 1 LIMIT 1;',
    ]);
    expect(sql).toBe(
      "-- A row differs: id 1: name NULL becomes 'a'\n" +
        'SELECT COUNT(*) INTO @cutover_hit FROM `shop`.`cutover_aside` WHERE `id` = 1;\n' +
        "INSERT INTO `shop`.`orders` (`id`, `name`) SELECT `id`, _utf8mb4 X'61' FROM `shop`.`cutover_aside` WHERE `id` = 1;" +
        counted,
    );
    expect(rowRepair(finding({}), plan).removal).toBeNull();
  });

  it.each([
    ['missing', 2n, /INSERT INTO .* SELECT .* FROM DUAL WHERE @cutover_hit = 1;/],
    ['extra', 3n, /DELETE FROM .* AND @cutover_hit = 1 LIMIT 1;/],
  ] as const)(
    'writes a %s copy of a row without a key only while the target has as many',
    (kind, onTarget, statement) => {
      const values = ['1', '61', '7'];
      const sides = kind === 'missing' ? { source: values, target: null } : { source: null, target: values };
      const sql = sqlOf(finding({ kind, key: [], copy: { digest: 'd', onTarget }, ...sides }), { ...plan, key: null });
      const name = "CAST(`name` AS BINARY) <=> X'61'";
      expect(sql).toContain(`\n${locked(`\`id\` <=> 1 AND ${name} AND \`sum\` <=> 7`, Number(onTarget))}`);
      expect(sql).toMatch(statement);
      expect(sql).toMatch(/\nCOMMIT AND CHAIN;$/);
    },
  );

  it('says what to do with a sequence, and with rows whose time of change is the server’s own', () => {
    expect(sqlOf(finding({}), { ...plan, isSequence: true })).toMatch(/^-- A row .* not repaired .*ALTER SEQUENCE/);
    const versioned = aPlan([...columns, aColumn('begun', 'timestamp', { generation: 'row-start' })]);
    expect(sqlOf(finding({}), versioned)).toMatch(/^-- A row .* not repaired .*ROW START/);
  });

  it.each([
    [
      'a value is too long to be carried',
      finding({ source: ['1', '#70000:abcd', '7'] }),
      'column name holds 70000 bytes',
    ],
    ['only generated columns differ', finding({ target: ['1', '61', '8'] }), 'only generated columns differ'],
    ['the values could not be read', finding({ source: null }), 'could not be read'],
    [
      'the row is too long for a statement',
      finding({ source: ['1', '61'.repeat(2_000_001), '7'] }),
      'too long for one statement',
    ],
  ])('is a comment when %s', (_, each, words) => {
    const sql = sqlOf(each, plan);
    expect(sql).toMatch(/^-- A row of `shop`\.`orders` is not repaired \(`id` = 1\): /);
    expect(sql).toContain(words);
  });

  it.each([
    ['a line break', 'x\nDROP TABLE y;'],
    ['a carriage return', 'x\rDROP TABLE y;'],
    ['the marks of Unicode for both', 'x\u2028DROP\u2029TABLE\u0085y;'],
    ['NUL', 'x\u0000y'],
    ['a change of the direction of writing', 'x\u202Ey'],
    ['the end of another kind of comment', '*/ DROP TABLE y; --'],
    ['a command of the client', '\\! rm -rf /'],
    ['a very long value', 'é'.repeat(5_000)],
  ])('never lets %s out of the comment', (_, value) => {
    const hostile = finding({ source: ['1', Buffer.from(value).toString('hex'), '7'] });
    const [comment = '', , statement, ...rest] = sqlOf(hostile, plan).split('\n');
    expect(rest).toEqual([counted.trim()]);
    expect(comment).toMatch(/^-- A row differs: id 1: name NULL becomes '[^\p{C}\p{Zl}\p{Zp}]*'$/u);
    expect([...comment].length).toBeLessThan(500);
    expect(statement).toMatch(/^UPDATE `shop`\.`orders` SET `name` = _utf8mb4 X'[0-9A-Fa-f]+' WHERE /);
  });

  it('never lets a name end the comment', () => {
    const nasty = { ...plan, table: 'x\nDROP TABLE y; --' };
    expect(sqlOf(finding({ source: null }), nasty)).not.toContain('\n');
  });
});

describe('values', () => {
  it.each([
    ['point', '00FF', "X'00FF'", "CAST(`c` AS BINARY) <=> X'00FF'"],
    ['varbinary', '00FF', "X'00FF'", "`c` <=> X'00FF'"],
    ['double', '0.1', '0.1e0', 'CAST(`c` AS DOUBLE) <=> 0.1e0'],
    ['bit', '5', '5', 'CAST(`c` AS UNSIGNED) <=> 5'],
    ['uuid', 'aa-bb', "'aa-bb'", "`c` <=> 'aa-bb'"],
    ['json', '7B7D', "_utf8mb4 X'7B7D'", "CAST(CAST(`c` AS CHAR) AS BINARY) <=> X'7B7D'"],
    ['timestamp', '2020-01-01 00:00:00.000001', "'2020-01-01 00:00:00.000001'", "`c` <=> '2020-01-01 00:00:00.000001'"],
    ['int', null, 'NULL', '`c` IS NULL'],
  ])('of %s are written and guarded exactly', (dataType, value, literal, guard) => {
    const column = aColumn('c', dataType, { charset: null });
    expect(valueLiteral(column, value)).toBe(literal);
    expect(valueGuard(column, value)).toBe(guard);
  });

  it('that are long are guarded by length and digest, whether they are carried or not', () => {
    expect(valueGuard(aColumn('c', 'longblob'), '#70000:abcd')).toBe(
      "LENGTH(`c`) <=> 70000 AND SHA2(`c`, 256) <=> 'abcd'",
    );
    expect(valueGuard(aColumn('c', 'text'), '61'.repeat(1_001))).toMatch(
      /^LENGTH\(`c`\) <=> 1001 AND SHA2\(`c`, 256\) <=> '[0-9a-f]{64}'$/,
    );
  });

  it('that are none are refused', () => {
    expect(() => valueLiteral(aColumn('c', 'int'), '1; DROP')).toThrow();
    expect(() => valueLiteral(aColumn('c', 'bit'), '-1')).toThrow();
  });
});
