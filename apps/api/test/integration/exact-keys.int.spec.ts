import type { RowDifference } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import type { ExactHooks } from '../../src/checksum/comparison/exact-hooks.js';
import { runClient } from '../support/client.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { verifyForRepair } from '../support/repair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

let lab: Lab;
let twin: TwinDatabase;
let verifier: Verifier;

/** Chunks and leaves small enough that a table of a few thousand rows has many. */
const small: ExactHooks = { sizing: { targetMs: 5, first: 300, smallest: 200, largest: 700 } };

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'exact_keys');
  verifier = await startVerifier(lab, configOf(lab, { databases: [twin.name] }));
});

afterAll(async () => {
  await verifier.close();
  await twin.drop();
});

/** What a test says of a difference. */
const told = ({ kind, key }: RowDifference): string => `${kind} ${Object.values(key).join('/')}`;

interface Case {
  name: string;
  table: string;
  /** Statements that fill it on both sides. */
  fill: string[];
  /** Statements that change the target. */
  plant: string[];
  /** What must be told then, in any order. */
  expected: string[];
}

const insertFrom = (columns: string, count: number): string =>
  `INSERT INTO %t SELECT ${columns} FROM seq_1_to_${count}`;

const cases: Case[] = [
  {
    name: 'an integer key, rows below the smallest and above the largest included',
    table: '(id INT PRIMARY KEY, v VARCHAR(20) NOT NULL)',
    fill: [insertFrom("seq * 3, CONCAT('v', seq)", 5000)],
    plant: [
      "UPDATE %t SET v = 'x' WHERE id IN (3, 7500, 15000)",
      'DELETE FROM %t WHERE id IN (6, 9)',
      "INSERT INTO %t VALUES (-5, 'low'), (20000, 'high'), (4, 'between')",
    ],
    expected: [
      'changed 3',
      'changed 7500',
      'changed 15000',
      'missing 6',
      'missing 9',
      'extra -5',
      'extra 20000',
      'extra 4',
    ],
  },
  {
    name: 'a sparse 64-bit key',
    table: '(id BIGINT PRIMARY KEY, v INT)',
    fill: ['INSERT INTO %t VALUES (-9000000000000000000, 1), (-1, 2), (0, 3), (5, 4), (9000000000000000000, 5)'],
    plant: ['UPDATE %t SET v = 9 WHERE id = -9000000000000000000', 'INSERT INTO %t VALUES (9223372036854775807, 6)'],
    expected: ['changed -9000000000000000000', 'extra 9223372036854775807'],
  },
  {
    name: 'a dense unsigned key at the end of 64 bits',
    table: '(id BIGINT UNSIGNED PRIMARY KEY, v INT NOT NULL)',
    fill: [insertFrom('18446744073709551615 - seq + 1, seq', 4000)],
    plant: ['UPDATE %t SET v = -1 WHERE id = 18446744073709551615', 'DELETE FROM %t WHERE id = 18446744073709549999'],
    expected: ['changed 18446744073709551615', 'missing 18446744073709549999'],
  },
  {
    name: 'a dense signed key from the beginning of 64 bits',
    table: '(id BIGINT PRIMARY KEY, v INT NOT NULL)',
    fill: [insertFrom('-9223372036854775808 + CAST(seq AS SIGNED), seq', 4000)],
    plant: [
      'UPDATE %t SET v = -1 WHERE id = -9223372036854775807',
      'INSERT INTO %t VALUES (-9223372036854775808, 0), (9223372036854775807, 0)',
    ],
    expected: ['changed -9223372036854775807', 'extra -9223372036854775808', 'extra 9223372036854775807'],
  },
  {
    name: 'a case-insensitive text key with mixed case',
    table: '(k VARCHAR(40) COLLATE utf8mb4_general_ci PRIMARY KEY, v INT)',
    fill: [insertFrom("IF(seq % 2, CONCAT('Key ', MD5(seq)), CONCAT('kEY ', MD5(seq))), seq", 3000)],
    plant: [
      "UPDATE %t SET k = UPPER(k) WHERE k = CONCAT('key ', MD5(77))",
      "UPDATE %t SET v = 0 WHERE k = CONCAT('key ', MD5(78))",
    ],
    expected: [
      'missing Key 28dd2c7955ce926456240b2ff0100bde',
      'extra KEY 28DD2C7955CE926456240B2FF0100BDE',
      'changed kEY 35f4a8d465e6e1edc05f3d8ab658c551',
    ],
  },
  {
    name: 'a key of 16 bytes',
    table: '(k BINARY(16) PRIMARY KEY, v INT)',
    fill: [insertFrom('UNHEX(MD5(seq)), seq', 3000)],
    plant: ['UPDATE %t SET v = 0 WHERE k = UNHEX(MD5(5))', "INSERT INTO %t VALUES (X'00', 1)"],
    expected: ['changed 0xE4DA3B7FBBCE2345D7772B0674A318D5', 'extra 0x00000000000000000000000000000000'],
  },
  {
    name: 'a composite key of three types',
    table: '(a INT, b VARCHAR(10), c DATE, v INT, PRIMARY KEY (a, b, c))',
    fill: [insertFrom("seq % 7, CONCAT('b', seq % 11), DATE'2000-01-01' + INTERVAL seq DAY, seq", 4000)],
    plant: [
      'UPDATE %t SET v = 0 WHERE v = 1234',
      'DELETE FROM %t WHERE v = 3999',
      "INSERT INTO %t VALUES (99, '', '0000-00-00', 1)",
    ],
    expected: ['changed 2/b2/2003-05-19', 'missing 2/b6/2010-12-13', 'extra 99//0000-00-00'],
  },
  {
    name: 'keys of decimals, doubles, times, UUIDs, addresses, bits and ENUMs',
    table:
      "(a DECIMAL(30,10), b DOUBLE, c TIME(3), d UUID, e INET6, f BIT(20), g ENUM('z','a'), v INT, PRIMARY KEY (g, a, b, c, d, e, f))",
    fill: [
      insertFrom(
        "seq / 7, seq / 3, SEC_TO_TIME(seq / 8), CONCAT('00000000-0000-0000-0000-', LPAD(seq, 12, '0')), INET6_NTOA(UNHEX(MD5(seq))), seq, 1 + seq % 2, seq",
        2000,
      ),
    ],
    plant: ['UPDATE %t SET v = 0 WHERE v IN (1, 1000, 2000)'],
    expected: [
      ...[
        'changed a/0.1428571420/0.333333333/00:00:00.125/00000000-0000-0000-0000-000000000001/c4ca:4238:a0b9:2382:dcc:509a:6f75:849b/1',
        'changed z/142.8571428570/333.333333333/00:02:05.000/00000000-0000-0000-0000-000000001000/a9b7:ba70:783b:617e:9998:dc4d:d82e:b3c5/1000',
        'changed z/285.7142857140/666.666666666/00:04:10.000/00000000-0000-0000-0000-000000002000/8f9:c1a:4171:5536:1a5c:4b8d:297e:d78/2000',
      ],
    ],
  },
  {
    name: 'no key at all, with duplicates',
    table: '(a INT, b VARCHAR(10))',
    fill: [insertFrom("seq % 50, 'same'", 2000), 'INSERT INTO %t VALUES (NULL, NULL), (1, NULL)'],
    plant: [
      'DELETE FROM %t WHERE a = 7 LIMIT 2',
      "INSERT INTO %t VALUES (7, 'other')",
      "UPDATE %t SET b = '' WHERE a = 1 AND b IS NULL",
    ],
    expected: ['missing 7/same', 'missing 7/same', 'extra 7/other', 'missing 1/', 'extra 1/'],
  },
  {
    name: 'a unique key without NULL in place of a primary one, and partitions',
    table: '(a INT NOT NULL, b INT, UNIQUE u (a)) PARTITION BY HASH (a) PARTITIONS 4',
    fill: [insertFrom('seq, seq', 3000)],
    plant: ['UPDATE %t SET b = NULL WHERE a = 5'],
    expected: ['changed 5'],
  },
  {
    name: 'values swapped between two rows, and the same change in two rows',
    table: '(id INT PRIMARY KEY, v INT NOT NULL, s CHAR(1) NOT NULL)',
    fill: [insertFrom("seq, seq, 'A'", 2000)],
    plant: ['UPDATE %t SET v = 2011 - v WHERE id IN (1000, 1011)', "UPDATE %t SET s = 'B' WHERE id IN (20, 21)"],
    expected: ['changed 1000', 'changed 1011', 'changed 20', 'changed 21'],
  },
  {
    name: 'shifted NULLs, separators inside values, and text that looks like our marks',
    table: '(id INT PRIMARY KEY, a VARCHAR(20), b VARCHAR(20), c VARCHAR(20) NOT NULL)',
    fill: [
      "INSERT INTO %t VALUES (1, NULL, 'x', ''), (2, 'a,', 'b', ''), (3, 'N', '', ''), (4, '1', '2', '3'), (5, 'ab', 'c', ''), (6, '', NULL, 'x')",
    ],
    plant: [
      "UPDATE %t SET a = 'x', b = NULL WHERE id = 1",
      "UPDATE %t SET a = 'a', b = ',b' WHERE id = 2",
      'UPDATE %t SET a = NULL WHERE id = 3',
      "UPDATE %t SET a = '1,2', b = '' WHERE id = 4",
      "UPDATE %t SET a = 'a', b = 'bc' WHERE id = 5",
      "UPDATE %t SET a = NULL, b = '' WHERE id = 6",
    ],
    expected: ['changed 1', 'changed 2', 'changed 3', 'changed 4', 'changed 5', 'changed 6'],
  },
  {
    name: 'columns that have the names of our own',
    table: '(k0 INT, k1 VARCHAR(10), part INT, digest INT, n INT, v0 INT, PRIMARY KEY (k1, k0))',
    fill: [insertFrom("seq, CONCAT('x', seq % 5), seq % 3, seq % 4, 1, seq", 3000)],
    plant: ['UPDATE %t SET part = 9 WHERE k0 = 1000', 'DELETE FROM %t WHERE k0 = 2000'],
    expected: ['changed x0/1000', 'missing x0/2000'],
  },
  {
    name: 'no key, and columns that have the names of our own',
    table: '(part INT, digest INT, n INT, v0 INT)',
    fill: [insertFrom('seq % 3, seq % 4, 1, seq', 2000)],
    plant: ['DELETE FROM %t WHERE v0 = 1000'],
    expected: ['missing 1/0/1/1000'],
  },
  {
    name: 'a row of nothing but NULLs',
    table: '(id INT PRIMARY KEY, d DOUBLE, f FLOAT)',
    fill: ['INSERT INTO %t VALUES (1, 0, 0), (2, NULL, NULL)'],
    plant: ['UPDATE %t SET f = 0 WHERE id = 2'],
    expected: ['changed 2'],
  },
];

describe.each(cases.map((each, index) => ({ ...each, index })))('$name', ({ index, table, fill, plant, expected }) => {
  const name = `k${index}`;
  const id = `exact_keys.${name}`;
  const into = (sql: string): string => sql.replaceAll('%t', name);

  it('is matched, then differs in exactly the rows planted, and is matched again after the repair script', async () => {
    await twin.both(`CREATE TABLE ${name} ${table}`, ...fill.map(into), `ANALYZE TABLE ${name}`);
    const { finding: before } = await verifier.verify(id, small);
    expect({ verdict: before.verdict, reason: before.reason }).toEqual({ verdict: 'matched', reason: undefined });
    await twin.only('target', ...plant.map(into));
    const { finding, differences, script } = await verifyForRepair(lab, verifier, id, small);
    expect(finding).toMatchObject({ verdict: 'diverged', differences: { complete: true } });
    expect(differences.map(told).sort()).toEqual([...expected].sort());

    const rows = expected.length;
    expect(await runClient(lab, 'target', script)).toEqual({
      ...{ code: 0, errors: '', output: `rows_repaired\trows_that_differed\n${rows}\t${rows}\n` },
    });
    const { finding: after } = await verifier.verify(id, small);
    expect({ verdict: after.verdict, reason: after.reason, script }).toEqual({
      verdict: 'matched',
      reason: undefined,
      script,
    });
  });
});
