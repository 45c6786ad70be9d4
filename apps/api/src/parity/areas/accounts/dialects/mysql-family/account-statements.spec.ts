import type { RightGroup } from '../../account.js';
import { accountStatements } from './account-statements.js';
import { accountKey, accountText } from './account-text.js';

const app = {
  ...{
    key: 'app@%',
    text: "'app'@'%'",
    isRole: false,
    plugins: [],
    credential: '',
    isOnlyBySystem: false,
    isSalted: false,
    attributes: {},
  },
};
const said = (group: RightGroup, on: string, missing: string[], extra: string[] = []) =>
  accountStatements.mysql.change({ group, on }, app, missing, extra);

it.each<[RightGroup, string, string[], string[], string[]]>([
  ['static', '`shop`.*', ['SELECT', 'INSERT'], [], ["GRANT INSERT, SELECT ON `shop`.* TO 'app'@'%'"]],
  ['static', '`shop`.*', ['GRANT OPTION'], [], ["GRANT USAGE ON `shop`.* TO 'app'@'%' WITH GRANT OPTION"]],
  [
    'static',
    '`shop`.`t`',
    ['UPDATE (`a`)'],
    ['GRANT OPTION'],
    ["GRANT UPDATE (`a`) ON `shop`.`t` TO 'app'@'%'", "REVOKE GRANT OPTION ON `shop`.`t` FROM 'app'@'%'"],
  ],
  ['dynamic', '*.*', ['X', 'X WITH GRANT OPTION'], [], ["GRANT X ON *.* TO 'app'@'%' WITH GRANT OPTION"]],
  ['dynamic', '*.*', [], ['X WITH GRANT OPTION'], ["REVOKE X ON *.* FROM 'app'@'%'", "GRANT X ON *.* TO 'app'@'%'"]],
  ['dynamic', '*.*', ['Y'], ['X'], ["REVOKE X ON *.* FROM 'app'@'%'", "GRANT Y ON *.* TO 'app'@'%'"]],
  ['restriction', '`mysql`.*', ['SELECT'], [], ["REVOKE SELECT ON `mysql`.* FROM 'app'@'%'"]],
  ['restriction', '`mysql`.*', [], ['SELECT'], ["GRANT SELECT ON `mysql`.* TO 'app'@'%'"]],
  ['role', '`clerk`', ['MEMBER', 'ADMIN OPTION'], [], ["GRANT `clerk` TO 'app'@'%' WITH ADMIN OPTION"]],
  ['role', '`clerk`', [], ['ADMIN OPTION'], ["REVOKE `clerk` FROM 'app'@'%'", "GRANT `clerk` TO 'app'@'%'"]],
  ['role', '`clerk`', [], ['MEMBER'], ["REVOKE `clerk` FROM 'app'@'%'"]],
  ['proxy', "'a'@'%'", ['PROXY'], [], ["GRANT PROXY ON 'a'@'%' TO 'app'@'%'"]],
])('says for %s on %s: give %j, take %j', (group, on, missing, extra, statements) =>
  expect(said(group, on, missing, extra)).toEqual(statements),
);

it('keeps a whole script out of the binary log, but for RDS, where nobody can', () => {
  expect(accountStatements.mariadb.script(['A', 'B'], false)).toEqual(['SET SESSION sql_log_bin = 0;', 'A;', 'B;']);
  expect(accountStatements.mariadb.script(['A'], true)).toEqual(['A;']);
});

it.each([
  ["o'brien", '%', "'o''brien'@'%'"],
  ['a`b\\c', '10.0.0.%', "'a`b\\\\c'@'10.0.0.%'"],
  ['', 'localhost', "''@'localhost'"],
  ['用户', 'Db.Example', "'用户'@'Db.Example'"],
  ['a@b', '%', "'a@b'@'%'"],
])('quotes the account %s at %s', (user, host, quoted) => expect(accountText(user, host, false)).toBe(quoted));

it('quotes a role as a name, but for PUBLIC, and compares hosts whatever their case', () => {
  expect(accountText('cl`erk', '', true)).toBe('`cl``erk`');
  expect(accountText('PUBLIC', '', true)).toBe('PUBLIC');
  expect(accountKey('app', 'Db.Example')).toBe('app@db.example');
});
