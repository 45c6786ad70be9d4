import { rightsOf, seesAllTables } from './visible-rights.js';

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

it('lists all tables by SHOW VIEW on everything, and not where MySQL takes a right back for one database', () => {
  const sees = (...lines: string[]) => seesAllTables(rightsOf(lines));
  const line = 'GRANT PROCESS, SHOW VIEW ON *.* TO `cutover`@`%`';
  expect(sees(line)).toBe(true);
  expect(sees('GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION')).toBe(true);
  expect(sees('GRANT PROCESS ON *.* TO `cutover`@`%`', 'GRANT SHOW VIEW ON `shop`.* TO `cutover`@`%`')).toBe(false);
  expect(sees(line, 'REVOKE SHOW VIEW ON `hidden`.* FROM `cutover`@`%`')).toBe(false);
});
