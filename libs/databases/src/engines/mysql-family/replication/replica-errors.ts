import { unloggedSession } from '../suggested-statements.js';
import type { ChannelStatus } from './channel-status.js';

/** What an error of a replica means, and what to do. One number stands for several faults: the text tells them apart. */
export interface ReplicaError {
  errnos: readonly number[];
  /** Left out: every error of that number that no earlier entry took. */
  matches?: (text: string, channel: ChannelStatus) => boolean;
  headline: string;
  action: string;
}

const restart = 'STOP REPLICA; START REPLICA on the target';
const checkSource = "Check from the target's host that the source can be reached (host, port, firewall).";
const buildAnew = 'build the target anew from a fresh backup of the source';
const secureChannel =
  "STOP REPLICA; CHANGE MASTER TO MASTER_SSL = 1, MASTER_SSL_CA = '…' (MySQL: CHANGE REPLICATION SOURCE TO SOURCE_SSL = 1, SOURCE_SSL_CA = '…'); START REPLICA on the target";
const mendAndStart = `Correct on the target what the error names, ${unloggedSession}, then START REPLICA. Do not skip it: skipped transactions are lost.`;
const endLockHolder =
  'Find the session on the target that holds the locks (SHOW PROCESSLIST), end it, then START REPLICA.';

/** Errors that either thread may end on. */
const ofBoth: readonly ReplicaError[] = [
  {
    errnos: [1593],
    matches: (text) => /equal .*server.?uuids/i.test(text),
    headline: 'Source and target have the same server UUID',
    action: 'Stop the target, remove auto.cnf from its data directory, and start it: it makes a new one.',
  },
  {
    errnos: [1593],
    matches: (text) => /equal .*server.?ids/i.test(text),
    headline: 'Source and target have the same server id',
    action:
      'Give the target a server_id of its own (SET GLOBAL server_id = …, and in its option file), then START REPLICA.',
  },
  {
    errnos: [1593],
    headline: 'Replication stopped at an error that it cannot pass',
    action:
      'Do what the text of the server says (often a setting that source and target must share), then START REPLICA.',
  },
  {
    errnos: [1951],
    headline: 'The source lacks the transaction that the target wants to go on from, though it has later ones',
    action: `Check that the target follows the right source and that gtid_slave_pos is right. If the source was reset or restored, ${buildAnew}.`,
  },
  {
    errnos: [1595],
    headline: 'The target cannot write its relay log',
    action: 'Make room on its disk, look at its error log, then START REPLICA.',
  },
];

/** Errors of the receiver (the target's own connection to the source). The first that fits counts. */
export const receiverErrors: readonly ReplicaError[] = [
  {
    errnos: [1045, 1698],
    matches: (_, { tls }) => tls === false,
    headline:
      'The target cannot log in to the source: the account requires TLS, which the channel does not use, or user or password are wrong',
    action: `Look at the account on the source (SHOW CREATE USER). With REQUIRE SSL: ${secureChannel}. Otherwise correct MASTER_USER and MASTER_PASSWORD.`,
  },
  {
    errnos: [1045, 1698],
    headline: 'The target cannot log in to the source: wrong user or password',
    action: "Correct MASTER_USER and MASTER_PASSWORD on the target, or the account's password on the source.",
  },
  {
    errnos: [1130],
    headline: 'The target cannot log in to the source: its address is not allowed there',
    action: `Create the replication account on the source for the address of the target, ${unloggedSession}.`,
  },
  {
    errnos: [1820, 1862],
    headline: 'The target cannot log in to the source: the password has expired',
    action: `Set a new password of the replication account on the source, ${unloggedSession}, and give it to the channel.`,
  },
  {
    errnos: [3118, 4151],
    headline: 'The target cannot log in to the source: account locked',
    action: `Unlock the replication account on the source (ACCOUNT UNLOCK), ${unloggedSession}.`,
  },
  {
    errnos: [1040, 1203, 1226],
    headline: 'The target cannot log in to the source: no free connection there',
    action: 'Look at SHOW PROCESSLIST, max_connections and max_user_connections on the source.',
  },
  {
    errnos: [1227, 1597],
    matches: (text) => text === '' || /denied/i.test(text),
    headline: 'The target may not read the binary log of the source: REPLICATION SLAVE is missing',
    action: `Give the replication account REPLICATION SLAVE on the source, ${unloggedSession}, then START REPLICA.`,
  },
  {
    errnos: [1597],
    headline: 'The source refused a command of the target',
    action: `Do what the text of the server says, then ${restart}. A proxy between them may not speak replication.`,
  },
  {
    errnos: [3159],
    headline: 'The source accepts TLS only, and the channel does not use it',
    action: `${secureChannel}.`,
  },
  {
    errnos: [2026],
    headline: 'The target and the source cannot agree on TLS',
    action:
      'Check MASTER_SSL_CA, MASTER_SSL_CERT and MASTER_SSL_KEY of the channel, and how long the certificates are valid.',
  },
  {
    errnos: [1236],
    matches: (text, { usesCurrentPos }) => usesCurrentPos && isUnknownToSource(text),
    headline: 'The target asks the source to go on from a transaction of its own (Using_Gtid: Current_Pos)',
    action:
      'STOP SLAVE; CHANGE MASTER TO MASTER_USE_GTID = slave_pos; START SLAVE on the target. Then heal its errant transactions: docs/errant-transactions.md.',
  },
  {
    errnos: [1236],
    matches: isUnknownToSource,
    headline: 'The target asks the source to go on from a transaction that the source does not have',
    action: `Check that the target follows the right source. If the source was reset or restored, ${buildAnew}.`,
  },
  {
    errnos: [1236],
    matches: (text) => /purged|too old|could not find first log/i.test(text),
    headline: 'The source has purged binary logs that the target still needs',
    action: `Keep binary logs for longer on the source (binlog_expire_logs_seconds), then ${buildAnew}.`,
  },
  {
    errnos: [1236],
    headline: 'The source could not give the target its binary log',
    action: `Do what the text of the server says, then ${restart}. If the logs are damaged or gone, ${buildAnew}.`,
  },
  { errnos: [2002, 2003], headline: 'The target cannot reach the source', action: checkSource },
  {
    errnos: [2005],
    headline: 'The target does not find the source: its host name does not resolve',
    action: "Check MASTER_HOST of the channel, and the DNS of the target's host.",
  },
  {
    errnos: [2006, 2013, 2055],
    headline: 'The target lost its connection to the source',
    action: `It tries again by itself. If it stays so: ${checkSource}`,
  },
  ...ofBoth,
];

/** Errors of the applier. The first that fits counts. */
export const applierErrors: readonly ReplicaError[] = [
  { errnos: [1032], headline: 'The target lacks a row that the source changed', action: mendAndStart },
  {
    errnos: [1062],
    matches: (text) => /update_rows|query: 'update/i.test(text),
    headline: 'An update of the source would give a row of the target a key that another row there already has',
    action: mendAndStart,
  },
  { errnos: [1062], headline: 'The target already has a row that the source inserted', action: mendAndStart },
  { errnos: [1146], headline: 'The target lacks a table that the source wrote to', action: mendAndStart },
  { errnos: [1054], headline: 'A table of the target lacks a column that the source wrote to', action: mendAndStart },
  {
    errnos: [1451, 1452],
    headline: 'A foreign key of the target refuses a change of the source',
    action: mendAndStart,
  },
  { errnos: [1677], headline: 'A column of the target has another type than on the source', action: mendAndStart },
  { errnos: [1205], headline: 'The target could not apply a change: a lock was held too long', action: endLockHolder },
  { errnos: [1213], headline: 'The target could not apply a change: deadlock', action: endLockHolder },
  {
    errnos: [1786],
    headline: 'The source wrote a statement that the GTID consistency of the target forbids',
    action:
      'Set enforce_gtid_consistency to WARN on the target and START REPLICA; then ON on both sides, so that the source refuses such statements.',
  },
  {
    errnos: [1950],
    headline: 'The target has transactions of its own where the source writes next (gtid_strict_mode)',
    action:
      'Somebody wrote to the target: first SET GLOBAL read_only = ON there, and find the write in its binary log (mariadb-binlog). ' +
      'Undo it with SET SESSION sql_log_bin = 0; then STOP SLAVE; RESET MASTER; START SLAVE makes the target forget its own transactions (its binary logs go with them). ' +
      'Verify when replication runs: before that no table can be proved. More: docs/errant-transactions.md.',
  },
  {
    errnos: [1594],
    headline: 'The relay log of the target cannot be read',
    action: `${restart}: with GTID it fetches its relay log anew. If that fails, look at its disk.`,
  },
  ...ofBoth,
];

/** For a receiver's error that is none of these. */
export const otherReceiverAction =
  "Check from the target's host that the source can be reached, and the replication account: its password, a lock, TLS.";

/** For an applier's error that is none of these. */
export const otherApplierAction = mendAndStart;

function isUnknownToSource(text: string): boolean {
  return /not in the (master|source)'?s binlog|has more GTIDs|diverged/i.test(text);
}
