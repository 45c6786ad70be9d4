import type { SeededRandom } from './scenario-random.js';
import { has } from './server-line.js';

/** A column type with a way to make values: SQL literals, of which two different ones are stored as different bytes. */
export interface RandomType {
  definition: string;
  /** Servers that have it; see server-line.ts. */
  needs?: string;
  literal: (random: SeededRandom) => string;
}

const pool =
  (...literals: string[]) =>
  (random: SeededRandom): string =>
    random.pick(literals);

const whole =
  (from: number, to: number) =>
  (random: SeededRandom): string =>
    String(random.chance(0.2) ? random.pick([from, to]) : random.between(from, to));

/** Pieces that have confused comparisons before: separators, marks, spaces, look-alikes. */
const pieces = ['a', 'A', ',', '#', '|', '\0', '1', 'N', ' ', '@', '-', "'", '\\', '%', '\n', 'NULL'];
const beyondAscii = ['é', 'e\u0301', 'ß', 'Ж', '\u200b', '\u{1f600}'];

const text =
  (charset: 'utf8mb4' | 'latin1', longest: number) =>
  (random: SeededRandom): string => {
    const alphabet = charset === 'latin1' ? [...pieces, 'é', 'ß'] : [...pieces, ...beyondAscii];
    const value = Array.from({ length: random.between(0, longest) }, () => random.pick(alphabet)).join('');
    return `_${charset} X'${Buffer.from(value, charset === 'latin1' ? 'latin1' : 'utf8').toString('hex')}'`;
  };

const bytes =
  (shortest: number, longest: number) =>
  (random: SeededRandom): string =>
    `X'${random.hex(random.between(shortest, longest))}'`;

const two = (number: number): string => String(number).padStart(2, '0');
const date = (random: SeededRandom): string =>
  `${random.between(1971, 2037)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
const clock = (random: SeededRandom, digits: number): string =>
  `${two(random.between(0, 23))}:${two(random.between(0, 59))}:${two(random.between(0, 59))}.${String(random.between(0, 10 ** digits - 1)).padStart(digits, '0')}`;

const allTypes: readonly RandomType[] = [
  { definition: 'TINYINT', literal: whole(-128, 127) },
  { definition: 'SMALLINT UNSIGNED', literal: whole(0, 65_535) },
  { definition: 'MEDIUMINT', literal: whole(-8_388_608, 8_388_607) },
  { definition: 'INT ZEROFILL', literal: whole(0, 4_294_967_295) },
  { definition: 'BIGINT', literal: pool('-9223372036854775808', '9223372036854775807', '9007199254740993', '0', '-1') },
  { definition: 'BIGINT UNSIGNED', literal: pool('18446744073709551615', '18446744073709551614', '0', '1') },
  {
    definition: 'DECIMAL(65,30)',
    literal: pool('0', '1e-30', '2e-30', '-1e-30', '12345678901234567890123456789012345'),
  },
  {
    definition: 'DECIMAL(20,5)',
    literal: (random) => `${random.between(-9_999, 9_999)}.${random.between(10_000, 99_999)}`,
  },
  { definition: 'FLOAT', literal: pool('16777216', '16777215', '0', '1.0000001', '1.0000002', '-1e30', '1e-38') },
  {
    definition: 'DOUBLE',
    literal: pool('0.1e0', '0.10000000000000002e0', '0', '5e-324', '1e308', '-1e0', '9007199254740994e0'),
  },
  { definition: 'BIT(1)', literal: pool("b'0'", "b'1'") },
  { definition: 'BIT(64)', literal: pool('0', '1', '18446744073709551615', '9223372036854775808') },
  { definition: 'DATE', literal: (random) => (random.chance(0.1) ? "'0000-00-00'" : `'${date(random)}'`) },
  { definition: 'DATETIME', literal: (random) => `'${date(random)} ${clock(random, 1).slice(0, 8)}'` },
  { definition: 'DATETIME(6)', literal: (random) => `'${date(random)} ${clock(random, 6)}'` },
  { definition: 'TIMESTAMP(3)', literal: (random) => `'${date(random)} ${clock(random, 3)}'` },
  { definition: 'TIME(6)', literal: (random) => `'${random.pick(['', '-'])}1${clock(random, 6)}'` },
  { definition: 'YEAR', literal: whole(1901, 2155) },
  { definition: 'CHAR(5)', literal: pool("''", "'a'", "'A'", "'á'", "' a'", "'N'") },
  { definition: 'VARCHAR(200) COLLATE utf8mb4_general_ci', literal: text('utf8mb4', 20) },
  { definition: 'VARCHAR(200) COLLATE utf8mb4_bin', literal: text('utf8mb4', 3) },
  { definition: 'VARCHAR(200) CHARACTER SET latin1', literal: text('latin1', 8) },
  { definition: 'VARCHAR(200) CHARACTER SET utf16', literal: pool("''", "'a'", "'A'", "'é'", "'a '", "','") },
  { definition: 'TINYTEXT', literal: text('utf8mb4', 10) },
  { definition: 'TEXT', literal: text('utf8mb4', 60) },
  { definition: 'MEDIUMTEXT CHARACTER SET latin1', literal: text('latin1', 60) },
  { definition: 'LONGTEXT', literal: pool("''", "'a'", "REPEAT('x', 70000)", "CONCAT(REPEAT('x', 69999), 'y')") },
  { definition: 'BINARY(4)', literal: bytes(4, 4) },
  { definition: 'VARBINARY(20)', literal: bytes(0, 20) },
  { definition: 'TINYBLOB', literal: bytes(0, 3) },
  { definition: 'BLOB', literal: bytes(0, 40) },
  { definition: 'LONGBLOB', literal: bytes(0, 40) },
  // MySQL stores the values and not the text.
  {
    definition: 'JSON',
    literal: pool(`'{"a":1}'`, ...(has('MariaDB 10.5') ? [`'{"a": 1}'`] : []), `'[1,2]'`, `'[2,1]'`, `'null'`, `'""'`),
  },
  { definition: "ENUM('', 'a', 'b,c', 'it''s')", literal: pool("''", "'a'", "'b,c'", "'it''s'") },
  { definition: "SET('x', 'y', 'z')", literal: pool("''", "'x'", "'x,y'", "'x,z'", "'x,y,z'") },
  {
    definition: 'UUID',
    needs: 'MariaDB 10.7',
    literal: (random) =>
      `'${random.hex(4)}-${random.hex(2)}-1${random.hex(2).slice(1)}-8${random.hex(2).slice(1)}-${random.hex(6)}'`,
  },
  {
    definition: 'INET6',
    needs: 'MariaDB 10.5',
    literal: pool("'::'", "'::1'", "'::ffff:1.2.3.4'", "'::1.2.3.4'", "'fe80::1'"),
  },
  {
    definition: 'INET4',
    needs: 'MariaDB 10.10',
    literal: pool("'0.0.0.0'", "'10.0.0.1'", "'10.0.1.0'", "'255.255.255.255'"),
  },
  {
    definition: 'GEOMETRY',
    literal: pool(
      ...["ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('POINT(1 2)', 4326)", "ST_GeomFromText('POINT(2 1)')"],
      ...["ST_GeomFromText('LINESTRING(0 0, 1 1)')", "ST_GeomFromText('LINESTRING(1 1, 0 0)')"],
    ),
  },
];

/** Every type that the servers under test have, with the values on which comparisons have failed. */
export const randomTypes: readonly RandomType[] = allTypes.filter(({ needs }) => has(needs));

/** One column of a key: values that are unique by their number, and how a result must print them. */
export interface RandomKeyType {
  definition: string;
  needs?: string;
  value: (number: number, random: SeededRandom) => { literal: string; shown: string };
  /** Usable for PARTITION BY HASH. */
  isInteger: boolean;
}

const integerKey = (definition: string, of: (number: bigint) => bigint): RandomKeyType => ({
  definition,
  isInteger: true,
  value: (number) => ({ literal: String(of(BigInt(number))), shown: String(of(BigInt(number))) }),
});

const printedKey = (definition: string, of: (number: number) => string): RandomKeyType => ({
  definition,
  isInteger: false,
  value: (number) => ({ literal: `'${of(number)}'`, shown: of(number) }),
});

/** Changes the case of letters at random. */
const anyCase = (word: string, random: SeededRandom): string =>
  [...word].map((letter) => (random.chance(0.5) ? letter.toUpperCase() : letter)).join('');

const allKeyTypes: readonly RandomKeyType[] = [
  integerKey('INT', (number) => number * 3n - 200n),
  integerKey('INT UNSIGNED', (number) => number),
  integerKey('BIGINT', (number) => (number % 2n === 0n ? 1n : -1n) * number * 9_000_000_000_000_000n),
  integerKey('BIGINT', (number) => -9_223_372_036_854_775_808n + number),
  integerKey('BIGINT UNSIGNED', (number) => 18_446_744_073_709_551_615n - number),
  printedKey('DATE', (number) => new Date(Date.UTC(1999, 11, 1 + number)).toISOString().slice(0, 10)),
  printedKey('DATETIME(6)', (number) => `2026-01-01 00:00:00.${String(number).padStart(6, '0')}`),
  printedKey('DECIMAL(20,5)', (number) => ((number - 300) / 32).toFixed(5)),
  {
    needs: 'MariaDB 10.7',
    ...printedKey(
      'UUID',
      (number) =>
        `${String((number * 7919) % 99_991).padStart(8, '0')}-0000-0000-0000-${String(number).padStart(12, '0')}`,
    ),
  },
  printedKey('VARCHAR(40) COLLATE utf8mb4_bin', (number) => `${(number * 7919) % 1009},${number} `),
  {
    definition: 'VARCHAR(40) COLLATE utf8mb4_general_ci',
    isInteger: false,
    value: (number, random) => {
      const shown = anyCase(`${['key', 'é', 'zz'][number % 3] ?? ''}_${number}`, random);
      return { literal: `'${shown}'`, shown };
    },
  },
  {
    definition: 'BINARY(8)',
    isInteger: false,
    value: (number) => {
      const hex = `${((number * 7919) % 65_521).toString(16).padStart(4, '0')}${number.toString(16).padStart(8, '0')}0000`;
      return { literal: `X'${hex}'`, shown: `0x${hex.toUpperCase()}` };
    },
  },
];

/** Keys of every type that the servers under test have. */
export const randomKeyTypes: readonly RandomKeyType[] = allKeyTypes.filter(({ needs }) => has(needs));
