import type { SeededRandom } from './scenario-random.js';
import type { RandomParts, RandomWorld } from './scenario-random-table.js';
import type { RandomKeyType, RandomType } from './scenario-random-values.js';
import { has } from './server-line.js';

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const pool =
  (...values: string[]) =>
  (random: SeededRandom): string =>
    literal(random.pick(values));

const pieces = [
  'a',
  'A',
  ',',
  '#',
  '|',
  '1',
  'N',
  ' ',
  "'",
  '\\',
  '%',
  '%s',
  '\n',
  'NULL',
  'é',
  'e\u0301',
  'ß',
  'Ж',
  '\u200b',
  '\u{1f600}',
];
const text =
  (longest: number) =>
  (random: SeededRandom): string =>
    literal(Array.from({ length: random.between(0, longest) }, () => random.pick(pieces)).join(''));

/** A numeric that is larger than all others. */
const infinite = has('PostgreSQL 14') ? 'Infinity' : '1e400';

/** Each with the values on which comparisons have failed: two different ones are stored as different values. */
const types: readonly RandomType[] = [
  { definition: 'smallint', literal: pool('-32768', '0', '1', '32767') },
  { definition: 'integer', literal: (random) => String(random.between(-1000, 1000)) },
  { definition: 'bigint', literal: pool('-9223372036854775808', '9007199254740993', '9007199254740992', '0') },
  { definition: 'numeric', literal: pool('0', '1', '1.0', '1.00', 'NaN', infinite, '-0.10', '1e20') },
  {
    definition: 'numeric(20,5)',
    literal: (random) => `${random.between(-9999, 9999)}.${random.between(10_000, 99_999)}`,
  },
  { definition: 'real', literal: pool('0', '-0', '0.1', '0.10000001', 'NaN', '-Infinity', '1e-45') },
  {
    definition: 'double precision',
    literal: pool('0', '-0', '0.3', '0.30000000000000004', 'NaN', 'Infinity', '5e-324'),
  },
  { definition: 'boolean', literal: pool('true', 'false') },
  { definition: 'text', literal: text(12) },
  { definition: 'varchar(60)', literal: text(12) },
  { definition: 'char(6)', literal: pool('a', 'b', 'A', 'ä', '') },
  { definition: 'text COLLATE "C"', literal: text(8) },
  { definition: 'bytea', literal: (random) => `'\\x${random.hex(random.between(0, 20))}'` },
  { definition: 'date', literal: pool('2026-01-01', '0001-01-01 BC', 'infinity', '-infinity', '1999-12-31') },
  { definition: 'time(3)', literal: pool('00:00', '24:00', '12:00:00.001', '12:00:00.002') },
  { definition: 'timetz', literal: pool('12:00+02', '10:00+00', '12:00+00') },
  { definition: 'timestamp', literal: pool('2026-01-01 00:00:00', '2026-01-01 00:00:00.000001', 'infinity') },
  { definition: 'timestamptz', literal: pool('2026-01-01 00:00:00+00', '2026-01-01 00:00:00.000001+00', '-infinity') },
  { definition: 'interval', literal: pool('1 day', '24:00', '1 month', '30 days', '-1 day 00:00:01') },
  { definition: 'uuid', literal: pool('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff') },
  { definition: 'inet', literal: pool('10.0.0.1', '10.0.0.1/24', '::1', '::ffff:1.2.3.4') },
  { definition: 'json', literal: pool('{"a":1}', '{"a": 1}', 'null', '[]', '{"a":1,"a":2}') },
  { definition: 'jsonb', literal: pool('{"a":1}', '{"a":1.0}', 'null', '[]', '[null]') },
  { definition: 'integer[]', literal: pool('{}', '{1,2}', '[0:1]={1,2}', '{{1,2}}', '{NULL}') },
  { definition: 'text[]', literal: pool('{}', '{""}', '{NULL}', '{"NULL"}', '{a,b}', '{"a,b"}') },
  { definition: 'double precision[]', literal: pool('{0}', '{-0}', '{NaN}', '{0.1}') },
  { definition: 'int4range', literal: pool('[1,5)', 'empty', '(,)', '[1,)') },
  { definition: 'numrange', literal: pool('[1,2)', '[1.0,2)', '(1,2)', 'empty') },
  { definition: 'bit(3)', literal: pool('101', '010', '000') },
  { definition: 'varbit', literal: pool('', '0', '00', '1') },
  { definition: 'point', literal: pool('(0,0)', '(-0,0)', '(0.1,0.2)') },
  { definition: 'money', literal: pool('0', '-0.01', '1234.56') },
  { definition: 'tsvector', literal: pool('a:1', 'a:1A', 'a', '') },
  { definition: 'xml', literal: pool('<a/>', '<a />', '<a></a>') },
];

const integerKey = (definition: string, of: (number: bigint) => bigint): RandomKeyType => ({
  definition,
  isInteger: true,
  value: (number) => ({ literal: String(of(BigInt(number))), shown: String(of(BigInt(number))) }),
});
const printedKey = (definition: string, of: (number: number) => string): RandomKeyType => ({
  definition,
  isInteger: false,
  value: (number) => ({ literal: literal(of(number)), shown: of(number) }),
});

const keyTypes: readonly RandomKeyType[] = [
  integerKey('integer', (number) => number * 3n - 200n),
  integerKey('bigint', (number) => (number % 2n === 0n ? 1n : -1n) * number * 9_000_000_000_000_000n),
  integerKey('bigint', (number) => -9_223_372_036_854_775_808n + number),
  integerKey('smallint', (number) => number - 600n),
  printedKey('date', (number) => new Date(Date.UTC(1999, 11, 1 + number)).toISOString().slice(0, 10)),
  printedKey('numeric', (number) => ((number - 300) / 32).toFixed(5)),
  printedKey(
    'uuid',
    (number) =>
      `${String((number * 7919) % 99_991).padStart(8, '0')}-0000-0000-0000-${String(number).padStart(12, '0')}`,
  ),
  printedKey('text', (number) => `${(number * 7919) % 1009},${number} `),
  printedKey('text COLLATE "C"', (number) => `${['k', 'é', 'Z', "'"][number % 4]}${number}`),
  printedKey('varchar(40)', (number) => `${['key', 'É', '-z', '%s'][number % 4]}_${number}`),
  printedKey(
    'bytea',
    (number) => `\\x${((number * 7919) % 65_521).toString(16).padStart(4, '0')}${number.toString(16).padStart(6, '0')}`,
  ),
  printedKey('inet', (number) => `10.${number % 7}.${number >> 8}.${number & 255}`),
  printedKey('integer[]', (number) => `{${number % 5},${number}}`),
];

/** Random tables of PostgreSQL. */
export const postgresWorld: RandomWorld = {
  types,
  keyTypes,
  quote,
  oneOf: (table, where) => `(tableoid, ctid) = (SELECT tableoid, ctid FROM ${table} WHERE ${where} LIMIT 1)`,
  createStatement,
};

function createStatement(
  name: string,
  { keyNames, keyTypes: kinds, columns }: RandomParts,
  random: SeededRandom,
): string {
  const keys = keyNames.map((each, index) => `${quote(each)} ${kinds[index]?.definition ?? 'integer'} NOT NULL`);
  const plain = columns.map(
    ({ name: each, type, isNullable }) => `${quote(each)} ${type.definition}${isNullable ? '' : ' NOT NULL'}`,
  );
  const key = kinds.length === 0 ? [] : [`PRIMARY KEY (${keyNames.map(quote).join(', ')})`];
  const all = random.sample([...keys, ...plain], keys.length + plain.length);
  const isPartitioned = kinds.length > 0 && random.chance(0.2);
  const create = `CREATE TABLE ${name} (${[...all, ...key].join(', ')})`;
  if (!isPartitioned) return create;
  const part = (remainder: number): string =>
    `CREATE TABLE ${name}_${remainder} PARTITION OF ${name} FOR VALUES WITH (MODULUS 2, REMAINDER ${remainder})`;
  return `${create} PARTITION BY HASH (${quote(keyNames[0] ?? '')}); ${part(0)}; ${part(1)}`;
}
