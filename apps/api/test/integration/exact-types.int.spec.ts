import type { Lab } from '@cutover/lab';
import { chooseDigest } from '../../src/checksum/dialects/mysql-family/digest/digest-method.js';
import { rowExpression } from '../../src/checksum/dialects/mysql-family/digest/row-expression.js';
import { aColumn } from '../support/exact-column.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const modern = { flavor: 'mariadb', versionNumber: 101106 } as const;

let lab: Lab;
let twin: TwinDatabase;
let verifier: Verifier;

/** Every type in one table: column, definition, value on both sides, and values that differ from it by as little as can be. */
const types: readonly (readonly [name: string, definition: string, value: string, ...others: string[]])[] = [
  ['c_tiny', 'TINYINT NOT NULL', '-128', '-127'],
  ['c_bigu', 'BIGINT UNSIGNED NOT NULL', '18446744073709551615', '18446744073709551614'],
  ['c_big', 'BIGINT', '-9223372036854775808', '-9223372036854775807', 'NULL', '0'],
  ['c_zero', 'INT(8) ZEROFILL', '42', '43', 'NULL'],
  ['c_dec', 'DECIMAL(65,30)', '1.000000000000000000000000000001', '1.000000000000000000000000000002', 'NULL', '0'],
  ['c_float', 'FLOAT', '16777216', '16777218', 'NULL', '0'],
  ['c_floatd', 'FLOAT(10,3)', '1.123', '1.124'],
  ['c_double', 'DOUBLE', '0.1', '0.10000000000000002', 'NULL', '0'],
  ['c_doubled', 'DOUBLE(12,3) NOT NULL', '1.123', '1.124'],
  ['c_bit1', 'BIT(1)', "b'1'", "b'0'", 'NULL'],
  ['c_bit64', 'BIT(64)', '18446744073709551615', '18446744073709551614', 'NULL'],
  ['c_date', 'DATE', "'0000-00-00'", "'2020-02-29'", 'NULL'],
  ['c_time', 'TIME(6)', "'-838:59:59.000000'", "'-838:59:58.999999'", 'NULL'],
  ['c_dt', 'DATETIME(6)', "'2020-01-01 00:00:00.000001'", "'2020-01-01 00:00:00.000002'", "'0000-00-00'"],
  ['c_ts', 'TIMESTAMP(6) NULL', "'2020-01-01 00:00:00.000001'", "'2020-01-01 00:00:00.000002'", 'NULL'],
  ['c_year', 'YEAR', '0', '2000', 'NULL'],
  ['c_char', 'CHAR(10)', "'a'", "'A'", "'á'", "''", 'NULL'],
  ['c_vc', 'VARCHAR(20) NOT NULL', "'a'", "'a '", "'A'", "''"],
  ['c_vcn', 'VARCHAR(20)', "''", 'NULL', "'N'", "' '", "'0'"],
  ['c_nfc', 'VARCHAR(20)', "_utf8mb4 X'C3A9'", "_utf8mb4 X'65CC81'"],
  ['c_latin', 'VARCHAR(20) CHARACTER SET latin1', "_latin1 X'E9'", "_latin1 X'E8'", 'NULL', "''"],
  ['c_utf16', 'VARCHAR(20) CHARACTER SET utf16', "_utf16 X'00E9'", "_utf16 X'00E8'", 'NULL'],
  ['c_uni', 'VARCHAR(20) COLLATE utf8mb4_bin', "'😀'", "'😁'"],
  ['c_bin', 'BINARY(4)', "X'61'", "X'6120'", "X'6101'", 'NULL'],
  ['c_vb', 'VARBINARY(8)', "X'61'", "X'6100'", "X'60'", "''", 'NULL'],
  ['c_tt', 'TINYTEXT', "'x'", "'y'", 'NULL', "''"],
  ['c_text', 'TEXT', "'a,b'", "'a,,b'", "'N'", 'NULL'],
  ['c_mt', 'MEDIUMTEXT', "'x'", "'y'", 'NULL', "''"],
  ['c_lt', 'LONGTEXT', "REPEAT('x', 200000)", "CONCAT(REPEAT('x', 199999), 'y')", 'NULL', "''"],
  ['c_tb', 'TINYBLOB', "X'FF'", "X'FE'", 'NULL'],
  ['c_blob', 'BLOB', "X'00'", "X'0000'", 'NULL'],
  ['c_mb', 'MEDIUMBLOB', "X'00'", "X'01'", 'NULL'],
  ['c_lb', 'LONGBLOB', "X'00'", "X'01'", 'NULL'],
  ['c_json', 'JSON', `'{"a":1}'`, `'{"a": 1}'`, 'NULL'],
  ['c_enum', "ENUM('','a','b')", "''", "'a'", "'invalid'", 'NULL'],
  ['c_set', "SET('a','b','c')", "'a,b'", "'a,c'", "''", 'NULL'],
  [
    'c_geo',
    'GEOMETRY',
    "ST_GeomFromText('POINT(1 2)')",
    "ST_GeomFromText('POINT(1 2)', 4326)",
    "ST_GeomFromText('POINT(1 3)')",
    'NULL',
  ],
  ['c_point', 'POINT', "ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('POINT(1 -2)')"],
  ['c_uuid', 'UUID', "'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'", 'NULL'],
  ['c_inet6', 'INET6', "'::1'", "'::2'", "'::ffff:0.0.0.1'", 'NULL'],
  ['c_inet4', 'INET4', "'10.0.0.1'", "'10.0.0.2'", 'NULL'],
  ['c_hid', 'INT INVISIBLE DEFAULT 5', '5', '6', 'NULL'],
  ['c_comp', 'VARCHAR(200) COMPRESSED', "REPEAT('z', 150)", "REPEAT('z', 149)", 'NULL'],
];

const cases = types.flatMap(([name, , value, ...others]) => others.map((other) => [name, value, other] as const));

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'exact_types');
  const columns = types.map(([name, definition]) => `${name} ${definition}`).join(', ');
  const names = types.map(([name]) => name).join(', ');
  const values = types.map(([, , value]) => value).join(', ');
  await twin.both(
    `CREATE TABLE t (id INT PRIMARY KEY, ${columns}, v_sum BIGINT AS (id + c_tiny) VIRTUAL, s_sum BIGINT AS (id + c_hid) STORED)`,
    `INSERT INTO t (id, ${names}) VALUES (1, ${values})`,
    ...cases.map((_, index) => `INSERT INTO t (id, ${names}) SELECT ${index + 2}, ${names} FROM t WHERE id = 1`),
  );
  verifier = await startVerifier(lab, configOf(lab, { databases: [twin.name] }));
});

afterAll(async () => {
  await verifier.close();
  await twin.drop();
});

it('calls a row of every type equal to itself', async () => {
  const { finding } = await verifier.verify('exact_types.t');
  expect(finding).toMatchObject({ verdict: 'matched', mode: 'snapshot', sourceRows: String(cases.length + 1) });
  expect(finding.notes).toEqual([expect.stringContaining('v_sum')]);
});

it('sees the smallest difference of every type, and names row and column', async () => {
  for (const [index, [name, , other]] of cases.entries())
    await twin.only('target', `UPDATE t SET ${name} = ${other} WHERE id = ${index + 2}`);
  const { finding, differences } = await verifier.verify('exact_types.t');
  expect(finding.verdict).toBe('diverged');
  const found = new Map(differences.map((row) => [row.key['id'], row.columns]));
  const seen = cases.map(([name, value, other], index) => ({
    name,
    value,
    other,
    columns: found.get(String(index + 2)),
  }));
  expect(seen).toEqual(
    cases.map(([name, value, other]) => ({
      name,
      value,
      other,
      columns: name === 'c_hid' ? ['c_hid', 's_sum'] : [name],
    })),
  );
  expect(differences).toHaveLength(cases.length);
});

it.each([
  ['with a key', true, (row: string) => `BIT_XOR(CRC32(${row}) * CRC32C(${row}))`],
  ['without a key', false, (row: string) => `SUM(CRC32(${row}) * (CRC32C(${row}) % 99999989))`],
])('builds each row %s once as if it were built twice, grouped or not, first time or again', async (_, isKeyed, of) => {
  const row = rowExpression(
    [aColumn('id', 'int'), aColumn('c_vc', 'varchar'), aColumn('c_vb', 'varbinary')],
    1n << 24n,
  );
  const once = chooseDigest(modern, modern, isKeyed).many(row);
  const twice = of(row);
  await lab.withAdmin('source', async (root) => {
    for (const group of ['', ' GROUP BY id DIV 7', ' GROUP BY c_bin, id DIV 3 ORDER BY 1'])
      for (let time = 0; time < 2; time++) {
        const [rows] = await root.query(`SELECT ${once} AS a, ${twice} AS b FROM exact_types.t${group}`);
        expect((rows as object[]).length).toBeGreaterThan(0);
        for (const { a, b } of rows as { a: string; b: string }[]) expect(a).toBe(b);
      }
  });
});

it.each([
  ['a value swapped between two rows', "CONCAT(seq, ',', y)", "CONCAT(seq + 300000, ',', x)"],
  [
    'the same change in two rows',
    "CONCAT(seq, ',', REPLACE(x, 'A', 'B'))",
    "CONCAT(seq + 300000, ',', REPLACE(y, 'A', 'B'))",
  ],
])('sees %s, which a XOR of CRCs never does', async (_, first, second) => {
  const rows = ["CONCAT(seq, ',', x)", "CONCAT(seq + 300000, ',', y)", first, second];
  const xor = (of: (row: string) => string): string => rows.map((row) => `(${of(row)})`).join(' ^ ');
  const missed = (of: (row: string) => string): string => `SUM(${xor(of)} = 0)`;
  const product = (row: string): string =>
    chooseDigest(modern, modern, true)
      .many(row)
      .replace(/^BIT_XOR/, '');
  await lab.withAdmin('source', async (root) => {
    const [[answer]] = (await root.query(
      `SELECT COUNT(*) AS n, ${missed((row) => `CRC32(${row})`)} AS crc, ${missed(product)} AS ours
       FROM (SELECT seq, CONCAT('A', LEFT(MD5(seq), 15)) AS x, CONCAT('A', LEFT(SHA1(seq), 15)) AS y FROM seq_200000_to_399999) AS pairs`,
    )) as unknown as [[{ n: number; crc: string; ours: string }]];
    expect({ ...answer, n: Number(answer.n) }).toMatchObject({ n: 200_000, crc: '200000', ours: '0' });
  });
});

it('sees by a sum that every row has changed alike where the rows are all combinations of some values', async () => {
  const flags = Array.from({ length: 18 }, (_, bit) => `IF(seq >> ${17 - bit} & 1, 'yes', 'no ')`).join(", ',', ");
  const { many, bucket } = chooseDigest(modern, modern, false);
  // As a table without a key is digested: by buckets of its rows.
  const buckets = (status: string): string =>
    `SELECT ${bucket('r')} AS part, COUNT(*) AS n, ${many('r')} AS digest
     FROM (SELECT CONCAT('2026-01-01,', ${flags}, ',${status}') AS r FROM seq_0_to_262143) AS made GROUP BY 1`;
  await lab.withAdmin('source', async (root) => {
    const [[answer]] = (await root.query(
      `SELECT COUNT(*) AS buckets, SUM(a.n = b.n AND a.digest = b.digest) AS alike
       FROM (${buckets('0')}) AS a JOIN (${buckets('1')}) AS b USING (part)`,
    )) as unknown as [[{ buckets: number; alike: string }]];
    expect({ buckets: Number(answer.buckets), alike: Number(answer.alike) }).toEqual({ buckets: 1024, alike: 0 });
  });
});
