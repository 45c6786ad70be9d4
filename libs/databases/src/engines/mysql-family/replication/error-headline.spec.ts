import { readChannelStatus } from './channel-status.js';
import { errorActionOf, headlineOf } from './error-headline.js';

const applier = (errno: number, text = '') => ({ Last_SQL_Errno: String(errno), Last_SQL_Error: text });
const receiver = (errno: number, text = '') => ({ Last_IO_Errno: String(errno), Last_IO_Error: text });
const plain = { Master_SSL_Allowed: 'No' };
const secured = { Master_SSL_Allowed: 'Yes' };
const unknownGtid =
  "Got fatal error 1236 from master when reading data from binary log: 'Error: connecting slave requested to start from GTID 0-2-3, which is not in the master's binlog'";

it.each([
  [applier(1032), /lacks a row/, /sql_log_bin = 0 .*, then START REPLICA/],
  [
    applier(1062, "Could not execute Write_rows_v1 event on table a.b; Duplicate entry '1'"),
    /already has a row/,
    /sql_log_bin/,
  ],
  [
    applier(1062, "Could not execute Update_rows_v1 event on table a.b; Duplicate entry '1' for key 'u'"),
    /would give a row of the target a key that another row there already has/,
    /sql_log_bin/,
  ],
  [applier(1146), /lacks a table/, /sql_log_bin/],
  [applier(1054), /lacks a column/, /sql_log_bin/],
  [applier(1452), /foreign key/, /sql_log_bin/],
  [applier(1205), /lock was held too long/, /SHOW PROCESSLIST/],
  [applier(1213), /deadlock/, /SHOW PROCESSLIST/],
  [applier(1786), /GTID consistency/, /enforce_gtid_consistency/],
  [
    applier(1950),
    /transactions of its own/,
    /^Somebody wrote to the target: first SET GLOBAL read_only = ON there[^]*RESET MASTER[^]*Verify when replication runs/,
  ],
  [applier(1594), /relay log .* cannot be read/, /STOP REPLICA; START REPLICA/],
  [
    receiver(
      1593,
      'Fatal error: The replica I/O thread stops because source and replica have equal MySQL server UUIDs;',
    ),
    /same server UUID/,
    /auto\.cnf/,
  ],
  [applier(1593, 'Fatal error: something'), /cannot pass/, /START REPLICA/],
  [receiver(1951), /lacks the transaction .* later ones/, /right source/],
  [
    receiver(1593, 'Fatal error: The slave I/O thread stops because master and slave have equal MySQL server ids;'),
    /same server id/,
    /SET GLOBAL server_id/,
  ],
  [receiver(1595), /cannot write its relay log/, /Make room/],
  [
    receiver(1597, "Master command COM_REGISTER_SLAVE failed: Access denied for user 'r'@'%' (Errno: 1045)"),
    /REPLICATION SLAVE is missing/,
    /REPLICATION SLAVE on the source, .*sql_log_bin/,
  ],
  [receiver(1597, 'Master command COM_BINLOG_DUMP failed: lost'), /refused a command/, /proxy/],
  [receiver(1236, unknownGtid), /transaction that the source does not have/, /right source/],
  [{ ...receiver(1236, unknownGtid), Using_Gtid: 'Current_Pos' }, /transaction of its own/, /slave_pos/],
  [
    receiver(1236, 'Could not find GTID state requested by slave in any binlog files … have been purged.'),
    /has purged/,
    /anew/,
  ],
  [receiver(1236), /could not give/, /anew/],
  [{ ...receiver(1045), ...plain }, /requires TLS/, /MASTER_SSL = 1/],
  [{ ...receiver(1045), ...secured }, /wrong user or password/, /MASTER_PASSWORD/],
  [receiver(2003), /cannot reach the source/, /firewall/],
  [receiver(2013), /lost its connection/, /tries again/],
  [receiver(2026), /agree on TLS/, /MASTER_SSL_CA/],
  [receiver(3159), /accepts TLS only/, /MASTER_SSL = 1/],
  [receiver(4151), /account locked/, /ACCOUNT UNLOCK/],
  [receiver(9999), /cannot receive from the source \(error 9999\)/, /replication account/],
  [applier(7), /could not apply a change of the source \(error 7\)/, /sql_log_bin/],
  // What stops the applier needs somebody; the receiver tries again by itself.
  [{ ...applier(1062), ...receiver(2003) }, /already has a row/, /sql_log_bin/],
])('says in plain words what %o means, and what to do', (row, headline, action) => {
  const channel = readChannelStatus(row);
  expect(headlineOf(channel)).toMatch(headline);
  expect(errorActionOf(channel)).toMatch(action);
});

it('says nothing of a channel without an error', () => {
  const channel = readChannelStatus({ Last_IO_Errno: '0', Last_SQL_Errno: '0' });
  expect([headlineOf(channel), errorActionOf(channel)]).toEqual([null, null]);
});
