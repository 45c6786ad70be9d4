import { rightsOf } from './visible-rights.js';

/** Lines as MariaDB 10.11 and MySQL 9.7 print them. */
const rights = rightsOf([
  'GRANT USAGE ON *.* TO `cutover`@`%` REQUIRE SSL',
  'GRANT SELECT, SHOW VIEW, TRIGGER ON `shop`.* TO `cutover`@`%`',
  'GRANT TRIGGER ON `my\\_app`.* TO `cutover`@`%`',
  'GRANT EVENT ON `team_%`.* TO `cutover`@`%`',
  'GRANT SELECT ON `mysql`.`proc` TO `cutover`@`%`',
  'GRANT SELECT (`a``b`) ON `odd`.`t` TO `cutover`@`%`',
  'GRANT ALL PRIVILEGES ON `all``of it`.* TO `cutover`@`%` WITH GRANT OPTION',
  'GRANT EXECUTE ON PROCEDURE `shop`.`pr` TO `cutover`@`%`',
  'GRANT `clerk` TO `cutover`@`%`',
]);

it.each<[string, string, boolean]>([
  ['TRIGGER', 'shop', true],
  ['EVENT', 'shop', false],
  ['TRIGGER', 'my_app', true],
  ['TRIGGER', 'myXapp', false],
  ['EVENT', 'team_a', true],
  ['EVENT', 'teamXa', true],
  ['EVENT', 'team', false],
  ['EVENT', 'all`of it', true],
  ['SELECT', 'mysql', false],
])('has %s on the whole of %s: %s', (right, database, has) => expect(rights.onDatabase(right, database)).toBe(has));

it('knows rights on a table from those on its database, and those everywhere', () => {
  expect(rights.onTable('SELECT', 'mysql', 'proc')).toBe(true);
  expect(rights.onTable('TRIGGER', 'shop', 'orders')).toBe(true);
  expect(rights.onTable('SELECT', 'mysql', 'db')).toBe(false);
  expect(rights.everywhere('SHOW_ROUTINE')).toBe(false);
  expect(rightsOf(['GRANT SELECT, SHOW_ROUTINE ON *.* TO `a`@`%`']).everywhere('SHOW_ROUTINE')).toBe(true);
  expect(rightsOf(['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`']).onDatabase('EVENT', 'any')).toBe(true);
});

describe('of several grants that are about one database', () => {
  const on = (...lines: readonly string[]) => rightsOf(lines);
  const wider = 'GRANT SELECT, SHOW VIEW, TRIGGER ON `sho%`.* TO `a`@`%`';

  it('takes the closest, not all together', () => {
    const rights = on(wider, 'GRANT SELECT ON `shop`.* TO `a`@`%`');
    expect(rights.onDatabase('TRIGGER', 'shop')).toBe(false);
    expect(rights.onDatabase('SELECT', 'shop')).toBe(true);
    expect(rights.onDatabase('TRIGGER', 'shoes')).toBe(true);
    expect(rights.byPattern('shop')).toEqual([]);
  });

  it('says what a GRANT on just the database would take away', () =>
    expect(on(wider).byPattern('shop')).toEqual(['SELECT', 'SHOW VIEW', 'TRIGGER']));

  it('knows that a name with its wildcards taken away is closer than the pattern', () => {
    const rights = on('GRANT TRIGGER ON `my_app`.* TO `a`@`%`', 'GRANT SELECT ON `my\\_app`.* TO `a`@`%`');
    expect(rights.onDatabase('TRIGGER', 'my_app')).toBe(false);
    expect(rights.onDatabase('TRIGGER', 'my-app')).toBe(true);
  });

  it('is sure only of what every pattern gives: versions order them otherwise', () => {
    const rights = on(wider, 'GRANT SELECT, EVENT ON `s%p`.* TO `a`@`%`');
    expect(['SELECT', 'TRIGGER', 'EVENT'].map((right) => rights.onDatabase(right, 'shop'))).toEqual([
      ...[true, false, false],
    ]);
  });

  it('takes the case of a name for what it is', () =>
    expect(on('GRANT TRIGGER ON `SHOP`.* TO `a`@`%`').onDatabase('TRIGGER', 'shop')).toBe(false));

  it('adds what a role and everybody may', () => {
    const rights = on(
      ...['GRANT SELECT ON `shop`.* TO `a`@`%`', 'GRANT TRIGGER ON `shop`.* TO `clerk`'],
      ...['GRANT SHOW VIEW ON `shop`.* TO `clerk`', 'GRANT EVENT ON `sho%`.* TO PUBLIC'],
    );
    expect(['SELECT', 'TRIGGER', 'SHOW VIEW', 'EVENT'].map((right) => rights.onDatabase(right, 'shop'))).toEqual([
      ...[true, true, true, true],
    ]);
    const nested = on('GRANT SELECT ON `shop`.* TO `clerk`', 'GRANT TRIGGER ON `sho%`.* TO `chief`');
    expect(nested.onDatabase('TRIGGER', 'shop')).toBe(false);
  });

  it('adds rights on everything, less what MySQL has revoked in part', () => {
    const all = 'GRANT SELECT, TRIGGER ON *.* TO `a`@`%`';
    expect(on(all, 'GRANT SELECT ON `shop`.* TO `a`@`%`').onDatabase('TRIGGER', 'shop')).toBe(true);
    const lessened = rightsOf([all, 'REVOKE TRIGGER ON `my_app`.* FROM `a`@`%`'], true);
    expect(lessened.onDatabase('TRIGGER', 'my_app')).toBe(false);
    expect(lessened.onDatabase('SELECT', 'my_app')).toBe(true);
    expect(lessened.onDatabase('TRIGGER', 'my-app')).toBe(true);
  });

  it('takes the name in a partial revoke for what it is, also where the setting could not be read', () => {
    const lessened = on('GRANT EVENT ON *.* TO `a`@`%`', 'REVOKE EVENT ON `my_app`.* FROM `a`@`%`');
    expect(lessened.onDatabase('EVENT', 'my_app')).toBe(false);
    expect(lessened.onDatabase('EVENT', 'my-app')).toBe(true);
  });

  it('knows no wildcards where MySQL has partial revokes', () => {
    const literal = rightsOf(['GRANT TRIGGER ON `my_app`.* TO `a`@`%`'], true);
    expect(literal.onDatabase('TRIGGER', 'my-app')).toBe(false);
    expect(literal.onDatabase('TRIGGER', 'my_app')).toBe(true);
  });
});
