import { withoutValues } from './without-values.js';

it.each([
  ["UPDATE shop.customers SET email = 'a@b.c' WHERE id = 12", 'UPDATE shop.customers SET email = ? WHERE id = ?'],
  ['INSERT INTO t2 (a, b) VALUES (1, "x"), (2.5e3, 0xFF), (-3, \'y\')', 'INSERT INTO t2 (a, b) VALUES (?), (-?)'],
  ["SELECT `a'b`, 'it''s', 'a' FROM `t``1`", "SELECT `a'b`, ? FROM `t``1`"],
  ["SELECT 'a\\'b' FROM t", 'SELECT ?'],
  ["/* app:7 */ SELECT /*!40001 SQL_NO_CACHE */ * -- 'secret'\nFROM t # 12", 'SELECT * FROM t'],
  // Read with backslashes as escapes the text ends at the last quote; under NO_BACKSLASH_ESCAPES at the one before the comma.
  ["INSERT INTO t VALUES ('C:\\', 'topsecret')", 'INSERT INTO t VALUES (?'],
  ['SELECT "C:\\", "topsecret", 1', 'SELECT ?'],
  ["SELECT 'a\\\\' AS b FROM t", 'SELECT ?'],
  ["SELECT 'a\\nb' AS c FROM t", 'SELECT ? AS c FROM t'],
  ["CREATE USER u IDENTIFIED BY 'pass", 'CREATE USER u IDENTIFIED BY ?'],
  ["SET x = 'cut after a backslash\\", 'SET x = ?'],
  ['DELETE  FROM\n t WHERE id IN (1, 2,3)', 'DELETE FROM t WHERE id IN (?)'],
  ['SELECT c1 FROM t /* cut 123', 'SELECT c1 FROM t'],
])('shows of %j no value', (statement, expected) => expect(withoutValues(statement)).toBe(expected));

it('cuts a long one', () => expect(withoutValues(`SELECT ${'a'.repeat(500)}`)).toHaveLength(161));
