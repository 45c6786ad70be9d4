/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A random table: how to create it, and random rows and values for it. `serial` tells its rows apart, and is no key. */
export interface RandomTable {
  create: string;
  hasKey: boolean;
  columns: readonly string[];
  row(serial: number): string;
  /** A random value for one column, as SQL. */
  value(column: number): string;
}

const texts = ["''", "'N'", "','", "'a,b'", "' '", "'é'", "'e\u0301'", "'😀'", "'NULL'", "'0'", "'A'", "'a'"];

type Random = () => number;
const whole = (random: Random, below: number): number => Math.floor(random() * below);
const hex = (random: Random, longest: number): string =>
  `X'${Array.from({ length: whole(random, longest + 1) }, () => whole(random, 256).toString(16).padStart(2, '0')).join('')}'`;

/** Types with what makes a value of them. */
const pool: readonly (readonly [definition: string, value: (random: Random) => string])[] = [
  ['TINYINT UNSIGNED', (random) => String(whole(random, 256))],
  ['BIGINT', (random) => `${random() < 0.5 ? '-' : ''}9${whole(random, 1e9)}${whole(random, 1e8)}`],
  ['DECIMAL(30,10)', (random) => `${whole(random, 1e9)}.${whole(random, 1e9)}`],
  ['FLOAT', (random) => String(random() * 1e6)],
  ['DOUBLE', (random) => `${random()}e${whole(random, 40) - 20}`],
  ['BIT(17)', (random) => String(whole(random, 2 ** 17))],
  ['VARCHAR(20)', (random) => texts[whole(random, texts.length)] ?? "''"],
  ['CHAR(8) COLLATE utf8mb4_general_ci', (random) => texts[whole(random, texts.length)] ?? "''"],
  ['TEXT', (random) => `REPEAT(${texts[whole(random, texts.length)] ?? "''"}, ${whole(random, 300)})`],
  ['VARCHAR(20) CHARACTER SET latin1', (random) => `_latin1 ${hex(random, 6)}`],
  ['VARBINARY(20)', (random) => hex(random, 8)],
  ['BINARY(6)', (random) => hex(random, 6)],
  ['BLOB', (random) => hex(random, 30)],
  ['LONGBLOB', (random) => `REPEAT(${hex(random, 4)}, ${whole(random, 5000)})`],
  ['DATE', (random) => `DATE'2000-01-01' + INTERVAL ${whole(random, 9000)} DAY`],
  ['DATETIME(6)', (random) => `TIMESTAMP'2000-01-01 00:00:00' + INTERVAL ${whole(random, 1e9)} MICROSECOND`],
  ['TIMESTAMP(3) NULL', (random) => `FROM_UNIXTIME(${1 + whole(random, 1e9)}.${whole(random, 1000)})`],
  ['TIME(2)', (random) => `SEC_TO_TIME(${whole(random, 3e6)}.${whole(random, 100)})`],
  ['YEAR', (random) => String(1901 + whole(random, 250))],
  ["ENUM('','x','y,z')", (random) => String(1 + whole(random, 3))],
  ["SET('p','q','r')", (random) => String(whole(random, 8))],
  ['UUID', (random) => `LOWER(CONCAT(LPAD(HEX(${whole(random, 2 ** 31)}), 8, '0'), '-0000-4000-8000-000000000000'))`],
  ['INET6', (random) => `CONCAT('::', HEX(${whole(random, 65_536)}))`],
  ['POINT', (random) => `ST_GeomFromText('POINT(${whole(random, 100)} ${random()})')`],
];

/** Keys: columns before the others, the clause, and the values of a row. Values are unique by the serial number. */
const keys: readonly (readonly [columns: string[], clause: string, values: (serial: number) => string[]])[] = [
  [['k0 INT'], ', PRIMARY KEY (k0)', (serial) => [String(serial)]],
  [['k0 BIGINT UNSIGNED'], ', PRIMARY KEY (k0)', (serial) => [`18446744073709551615 - ${serial}`]],
  [['k0 BIGINT'], ', PRIMARY KEY (k0)', (serial) => [`${serial % 2 ? '-' : ''}${serial}000000000000`]],
  [['k0 BINARY(16)'], ', PRIMARY KEY (k0)', (serial) => [`UNHEX(MD5(${serial}))`]],
  [
    ['k0 VARCHAR(40) COLLATE utf8mb4_general_ci'],
    ', PRIMARY KEY (k0)',
    (serial) => [`${serial % 3 ? 'UPPER' : 'LOWER'}(MD5(${serial}))`],
  ],
  [
    ['k0 TINYINT', 'k1 CHAR(4)', 'k2 DATE'],
    ', PRIMARY KEY (k1, k0, k2)',
    (serial) => [String(serial % 5), `'c${serial % 7}'`, `DATE'2000-01-01' + INTERVAL ${serial} DAY`],
  ],
  [['k0 INT NOT NULL'], ', UNIQUE KEY u (k0)', (serial) => [String(serial * 7)]],
  [[], '', () => []],
];

/** A table of one to eight columns of random types, with a random key or none. */
export function randomTable(name: string, random: Random): RandomTable {
  const [keyColumns, clause, keyValues] = keys[whole(random, keys.length)]!;
  const chosen = Array.from({ length: 1 + whole(random, 8) }, () => pool[whole(random, pool.length)]!);
  const isNullable = chosen.map(() => random() < 0.6);
  const columns = chosen.map((_, index) => `c${index}`);
  const value = (column: number): string =>
    isNullable[column] && random() < 0.2 ? 'NULL' : (chosen[column]?.[1](random) ?? 'NULL');
  const definitions = chosen.map(
    ([definition], index) => `c${index} ${definition.replace(/ NULL$/, '')} ${isNullable[index] ? 'NULL' : 'NOT NULL'}`,
  );
  return {
    create: `CREATE TABLE ${name} (${[...keyColumns, 'serial INT NOT NULL', ...definitions].join(', ')}${clause})`,
    hasKey: keyColumns.length > 0,
    columns,
    row: (serial) =>
      `(${[...keyValues(serial), String(serial), ...columns.map((_, index) => value(index))].join(', ')})`,
    value,
  };
}
