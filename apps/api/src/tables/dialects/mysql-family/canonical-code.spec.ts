import { canonicalCode, canonicalExpression } from './canonical-code.js';

/** As MariaDB 10.5, 10.11 and 11.8 and MySQL 9.7 print them, and as people write them. */
describe('one expression', () => {
  it.each([
    ['outer parentheses', '`c3` + 1', '(`c3` + 1)'],
    ['doubled ones', '`a` > 0', '((`a` > 0))'],
    ['spaces and case of words', 'concat(`b`,"x")', "CONCAT( `b` , 'x' )"],
    ['quotes in a text', "`a` <> 'it\\'s'", "`a` <> 'it''s'"],
    ['case of a column', '`A` + 1', '`a` + 1'],
    ['the two signs of unequal', '`a` != 1', '`a` <> 1'],
    ['the character set before a text', "(`b` <> _utf8mb4'q')", "(`b` <> _utf8mb3'q')"],
    ['texts as MySQL prints them', "(`b` <> _utf8mb4\\'q\\')", "`b` <> 'q'"],
    ['the old name of a character set', 'convert(`a` using utf8)', 'convert(`a` using utf8mb3)'],
  ])('%s', (_, one, other) => expect(canonicalExpression(one)).toBe(canonicalExpression(other)));

  it.each([
    ['what parentheses bind', '(`a` + `b`) * `c`', '`a` + `b` * `c`'],
    ['pairs that only look like outer ones', '(`a`) + (`b`)', '`a`) + (`b`'],
    ['case of a text', "`a` = 'x'", "`a` = 'X'"],
    ['spaces of a text', "`a` = 'x y'", "`a` = 'x  y'"],
    ['a number', '`a` + 1', '`a` + 2'],
    ['a name and a text', '`a` = `b`', "`a` = 'b'"],
  ])('is another where %s differs', (_, one, other) =>
    expect(canonicalExpression(one)).not.toBe(canonicalExpression(other)),
  );
});

describe('one piece of code', () => {
  it.each([
    ['layout', 'BEGIN\n  SET NEW.a = 1;\nEND', 'BEGIN SET NEW.a=1; END'],
    ['comments', "BEGIN -- why\n SET @a = '-- no'; # so\n /* and so */ END", "BEGIN SET @a = '-- no'; END"],
    ['a semicolon at the end', 'SET @a = 1;', 'SET @a = 1'],
  ])('%s', (_, one, other) => expect(canonicalCode(one)).toBe(canonicalCode(other)));

  it.each([
    ['case of a name', 'SELECT a FROM T', 'SELECT a FROM t'],
    ['a comment that the server runs', 'SELECT /*!50000 1 + */ 1', 'SELECT 1'],
    ['a hint', 'SELECT /*+ NO_INDEX(t) */ 1', 'SELECT 1'],
    ['what looks like a comment in a text', "SET @a = 'x -- y'", "SET @a = 'x'"],
    ['two signs without a space, which subtract', 'SET @a = 5--1', 'SET @a = 5'],
  ])('is another where %s differs', (_, one, other) => expect(canonicalCode(one)).not.toBe(canonicalCode(other)));
});
