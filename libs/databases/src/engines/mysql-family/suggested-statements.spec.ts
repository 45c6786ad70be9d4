import { grantStatement, isReadGrantOf, unloggedScript, wholeDatabase } from './suggested-statements.js';

it.each([
  ['shop', '`shop`.*'],
  ['my_app', '`my\\_app`.*'],
  ['50%', '`50\\%`.*'],
  ['a\\b', '`a\\\\b`.*'],
  ['tick`s', '`tick``s`.*'],
])('takes every letter of %s for itself', (database, object) => {
  expect(wholeDatabase(database)).toBe(object);
});

it('keeps a GRANT out of the binary log wherever that can be set', () => {
  const right = 'SELECT ON `mysql`.`gtid_slave_pos`';
  expect(grantStatement(right, { account: 'cutover@10.0.%', rds: false })).toBe(
    "SET SESSION sql_log_bin = 0; GRANT SELECT ON `mysql`.`gtid_slave_pos` TO 'cutover'@'10.0.%';",
  );
  expect(grantStatement(right, { account: 'cutover@10.0.%', rds: true })).toBe(
    "GRANT SELECT ON `mysql`.`gtid_slave_pos` TO 'cutover'@'10.0.%';",
  );
});

it('keeps a whole script out of the binary log once', () => {
  expect(unloggedScript(['A', 'B'], { rds: false })).toEqual(['SET SESSION sql_log_bin = 0;', 'A;', 'B;']);
  expect(unloggedScript(['A', 'B'], { rds: true })).toEqual(['A;', 'B;']);
});

it('knows the GRANT of a database from those of others', () => {
  const printed = grantStatement(`SELECT ON ${wholeDatabase('my_app')}`, { account: 'u@%', rds: false });
  expect([isReadGrantOf('my_app', printed), isReadGrantOf('myXapp', printed), isReadGrantOf('app', printed)]).toEqual([
    ...[true, false, false],
  ]);
});
