import { seesAllTables } from './lists-all-tables.js';
import { rightsOf } from './visible-rights.js';

it('lists all tables by SHOW VIEW on everything, and not where MySQL takes it away for one database', () => {
  const sees = (...lines: string[]) => seesAllTables(rightsOf(lines));
  const line = 'GRANT PROCESS, SHOW VIEW ON *.* TO `cutover`@`%`';
  expect(sees(line)).toBe(true);
  expect(sees('GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION')).toBe(true);
  expect(sees('GRANT PROCESS ON *.* TO `cutover`@`%`', 'GRANT SHOW VIEW ON `shop`.* TO `cutover`@`%`')).toBe(false);
  expect(sees(line, 'REVOKE SHOW VIEW ON `hidden`.* FROM `cutover`@`%`')).toBe(false);
});
