import { ServerUnavailable, StatementTimeout } from '@cutover/databases';
import { mysqlFamilyProof } from './dialects/mysql-family/proof-dialect.js';
import { NoValue, SideUnreadable } from './side-unreadable.js';
import { unreadableReason } from './unreadable-reason.js';

const subject = {
  database: 'shop',
  table: 'or`ders',
  tableTimeoutSeconds: 300,
  accounts: { source: { account: 'reader@%', rds: false }, target: { account: 'watcher@10.%', rds: false } },
};
const driverError = (errno: number, message: string): Error => Object.assign(new Error(message), { errno });
const reason = (cause: unknown): string =>
  unreadableReason(new SideUnreadable('target', cause), subject, mysqlFamilyProof);

describe('unreadableReason', () => {
  it.each([
    [new StatementTimeout('Ended'), /on the target was ended after 300 s: raise monitoring.tableTimeoutSeconds/],
    [new ServerUnavailable('down since 10:00: refused'), /The target went away.*down since 10:00: refused/],
    [driverError(1412, 'Table definition has changed'), /definition of the table changed on the target/],
    [new NoValue('the count came back empty'), /The target gave no value.*the count came back empty/],
    [
      driverError(1142, 'SELECT command denied'),
      /target: run there SET SESSION sql_log_bin = 0; GRANT SELECT ON `shop`.`or``ders` TO 'watcher'@'10.%'; .*denied/,
    ],
    [driverError(1205, 'Lock wait timeout exceeded'), /locked on the target.*SHOW PROCESSLIST/],
    [driverError(1194, 'Table is marked as crashed'), /damaged on the target: run CHECK TABLE/],
    [new Error('ECONNRESET'), /Reading the table on the target failed: ECONNRESET/],
    ['odd', /Reading the table on the target failed: odd/],
  ])('says what happened and what to do: %s', (cause, expected) => {
    expect(reason(cause)).toMatch(expected);
  });

  it('tells a failure that belongs to no side', () => {
    expect(unreadableReason(new ServerUnavailable('source down'), subject, mysqlFamilyProof)).toBe(
      'The comparison failed: source down',
    );
  });
});
