import { withoutValues } from './without-values.js';

it.each([
  ["UPDATE customers SET email = 'a@b.c' WHERE id = 12", 'UPDATE customers SET email = ? WHERE id = ?'],
  [
    'INSERT INTO t2 (a, b) VALUES (1, $1), (2.5e3, .5), (-3, $2)',
    'INSERT INTO t2 (a, b) VALUES (?, $1), (?), (-?, $2)',
  ],
  ['SELECT "a\'b", \'it\'\'s\' FROM "t""1"', 'SELECT "a\'b", ? FROM "t""1"'],
  ["SELECT E'a\\'b', 'topsecret'", 'SELECT ?'],
  ["SELECT 'C:\\', 'topsecret'", 'SELECT ?'],
  ["SELECT e'a\\nb' AS c, B'101', X'1F', U&'d', N'e'", 'SELECT ? AS c, ?'],
  ["DO $$BEGIN PERFORM 'x'; END$$", 'DO ?'],
  ["DO $f$ SELECT $$a$$ $f$; SELECT 'x'", 'DO ?; SELECT ?'],
  ['CREATE ROLE r PASSWORD $x$pass', 'CREATE ROLE r PASSWORD ?'],
  ["CREATE ROLE r PASSWORD 'pass", 'CREATE ROLE r PASSWORD ?'],
  ["SELECT 1 -- 'secret'\nFROM t /* a */", 'SELECT ? FROM t'],
  ['SELECT c1 /* a /* b */ secret */ FROM t', 'SELECT c1'],
  ['DELETE  FROM\n t WHERE id IN (1, 2,3)', 'DELETE FROM t WHERE id IN (?)'],
])('shows of %j no value', (statement, expected) => expect(withoutValues(statement)).toBe(expected));
