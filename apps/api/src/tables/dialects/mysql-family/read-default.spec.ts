import type { ColumnRow } from './definition-statements.js';
import { defaultOf, onUpdateOf } from './read-default.js';

const column = (columnType: string, columnDefault: string | null, extra = '') => ({
  ...{ columnType, columnDefault, extra },
  dataType: /^\w+/.exec(columnType)?.[0] ?? '',
});
const mariadb = (...parts: Parameters<typeof column>) => defaultOf(column(...parts), 'mariadb');
const mysql = (...parts: Parameters<typeof column>) => defaultOf(column(...parts), 'mysql');

/** As MariaDB 10.5, 10.11 and 11.8 and MySQL 9.7 print them. */
describe('one default, as versions of a server print it', () => {
  it.each([
    ['no default of a nullable column', mariadb('int(11)', 'NULL'), mariadb('int(11)', null)],
    [
      'charset utf8',
      mariadb('varchar(20)', '(cast(5 as char charset utf8))'),
      mariadb('varchar(20)', '(cast(5 as char charset utf8mb3))'),
    ],
    ['LOCALTIME', mariadb('datetime', 'current_timestamp()'), mariadb('datetime', 'curtime()')],
    [
      'CURRENT_TIMESTAMP',
      mysql('datetime', 'CURRENT_TIMESTAMP', 'DEFAULT_GENERATED'),
      mysql('datetime', 'CURRENT_TIMESTAMP'),
    ],
    [
      'CURRENT_TIMESTAMP of both engines',
      mysql('datetime(3)', 'CURRENT_TIMESTAMP(3)', 'DEFAULT_GENERATED'),
      mariadb('datetime(3)', 'current_timestamp(3)'),
    ],
    ['bytes', mysql('varbinary(4)', '0xFF'), mariadb('varbinary(4)', "x'ff'")],
    [
      'a text in an expression',
      mysql('varchar(9)', "lower(_utf8mb3\\'A\\')", 'DEFAULT_GENERATED'),
      mysql('varchar(9)', "lower(_utf8mb4\\'A\\')", 'DEFAULT_GENERATED'),
    ],
  ])('%s', (_, one, other) => expect(one).toBe(other));
});

describe('two defaults', () => {
  it.each([
    ['nothing and the text NULL', mariadb('varchar(9)', 'NULL'), mariadb('varchar(9)', "'NULL'")],
    ['nothing and the text NULL of MySQL', mysql('varchar(9)', null), mysql('varchar(9)', 'NULL')],
    ['nothing and the empty text of MySQL', mysql('varchar(9)', null), mysql('varchar(9)', '')],
    [
      'a time and its name',
      mariadb('varchar(30)', 'current_timestamp()'),
      mariadb('varchar(30)', "'current_timestamp()'"),
    ],
    [
      'a call and its text in MySQL',
      mysql('varchar(36)', 'uuid()', 'DEFAULT_GENERATED'),
      mysql('varchar(36)', 'uuid()'),
    ],
    ['time of day and time', mariadb('time', 'curtime()'), mariadb('time', 'current_timestamp()')],
    ['upper and lower case', mariadb('varchar(9)', "concat('a')"), mariadb('varchar(9)', "concat('A')")],
  ])('%s', (_, one, other) => expect(one).not.toBe(other));
});

it.each<[string | null, string | null]>([
  ['on update current_timestamp()', 'current_timestamp()'],
  ['DEFAULT_GENERATED on update CURRENT_TIMESTAMP(3)', 'current_timestamp(3)'],
  ['on update current_timestamp(), INVISIBLE', 'current_timestamp()'],
  ['auto_increment', null],
  [null, null],
])('EXTRA "%s" sets on every UPDATE: %s', (extra, set) => {
  expect(onUpdateOf({ extra } satisfies Pick<ColumnRow, 'extra'>)).toBe(set);
});
