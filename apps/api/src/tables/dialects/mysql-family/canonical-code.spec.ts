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
    ['the old name of a collation', '`a` collate utf8_bin', '`a` collate utf8mb3_bin'],
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
    ['the old name of a character set', 'select convert(`a` using utf8)', 'select convert(`a` using utf8mb3)'],
    ['the old name before a text', "select _utf8'a' collate utf8_bin", "select _utf8mb3'a' collate utf8mb3_bin"],
    ['ways to write a quote in a text', "SET @a = 'it\\'s'", 'SET @a = "it\'s"'],
  ])('%s', (_, one, other) => expect(canonicalCode(one)).toBe(canonicalCode(other)));

  it.each([
    ['case of a name', 'SELECT a FROM T', 'SELECT a FROM t'],
    ['a comment that the server runs', 'SELECT /*!50000 1 + */ 1', 'SELECT 1'],
    ['a hint', 'SELECT /*+ NO_INDEX(t) */ 1', 'SELECT 1'],
    ['what looks like a comment in a text', "SET @a = 'x -- y'", "SET @a = 'x'"],
    ['two signs without a space, which subtract', 'SET @a = 5--1', 'SET @a = 5'],
    ['a backslash before a quote', "SET @a = '\\\\''x'", "SET @a = '\\'''x'"],
    ['a name like a character set', 'SELECT `utf8`', 'SELECT `utf8mb3`'],
  ])('is another where %s differs', (_, one, other) => expect(canonicalCode(one)).not.toBe(canonicalCode(other)));
});

describe('code under an sql_mode', () => {
  it('takes double quotes for those of a name under ANSI_QUOTES, and of a text otherwise', () => {
    const [name, text] = ['SELECT "name" FROM t', "SELECT 'name' FROM t"];
    expect(canonicalCode(name, 'PIPES_AS_CONCAT,ANSI_QUOTES')).not.toBe(canonicalCode(text, 'ANSI_QUOTES'));
    expect(canonicalCode(name, 'ANSI_QUOTES')).toBe(canonicalCode('SELECT `name` FROM t', 'ANSI_QUOTES'));
    expect(canonicalCode(name, 'STRICT_TRANS_TABLES')).toBe(canonicalCode(text));
  });

  it('takes a backslash for a sign like any other under NO_BACKSLASH_ESCAPES', () => {
    const ends = "SET @a = 'x\\', @b = ' -- no'";
    expect(canonicalCode(ends, 'NO_BACKSLASH_ESCAPES')).toContain("' -- no'");
    expect(canonicalCode("SET @a = '\\\\'", 'NO_BACKSLASH_ESCAPES')).not.toBe(
      canonicalCode("SET @a = '\\'", 'NO_BACKSLASH_ESCAPES'),
    );
  });
});
