import type { ChannelStatus } from './channel-status.js';

/** What an error number of the receiver (the target's own connection to the source) means. */
const receiverHeadlines: Readonly<Record<number, string>> = {
  1045: 'The target cannot log in to the source: wrong user or password',
  1130: 'The target cannot log in to the source: its address is not allowed there',
  1698: 'The target cannot log in to the source: wrong user or password',
  1820: 'The target cannot log in to the source: the password has expired',
  3118: 'The target cannot log in to the source: account locked',
  4151: 'The target cannot log in to the source: account locked',
  1040: 'The target cannot log in to the source: no free connection there',
  1227: 'The target may not read the binary log of the source: REPLICATION SLAVE is missing',
  1236: 'The source could not give the target its binary log (often: already purged)',
  2002: 'The target cannot reach the source',
  2003: 'The target cannot reach the source',
  2005: 'The target does not find the source: its host name does not resolve',
  2013: 'The target lost its connection to the source',
  2026: 'The target and the source cannot agree on TLS',
};

/** What an error number of the applier means. */
const applierHeadlines: Readonly<Record<number, string>> = {
  1032: 'The target lacks a row that the source changed',
  1062: 'The target already has a row that the source inserted',
  1146: 'The target lacks a table that the source wrote to',
  1205: 'The target could not apply a change: a lock was held too long',
  1213: 'The target could not apply a change: deadlock',
  1054: 'A table of the target lacks a column that the source wrote to',
  1451: 'A foreign key of the target refuses a change of the source',
  1452: 'A foreign key of the target refuses a change of the source',
  1950: 'The target has transactions of its own where the source writes next (gtid_strict_mode)',
  1594: 'The relay log of the target cannot be read',
  1677: 'A column of the target has another type than on the source',
};

/** Pure: what the error of a channel means, in plain words; null when it has none. An unknown one is named by its thread. */
export function headlineOf({ applierErrno, receiverErrno }: ChannelStatus): string | null {
  if (applierErrno !== 0)
    return (
      applierHeadlines[applierErrno] ?? `The target could not apply a change of the source (error ${applierErrno})`
    );
  if (receiverErrno !== 0)
    return receiverHeadlines[receiverErrno] ?? `The target cannot receive from the source (error ${receiverErrno})`;
  return null;
}

const generalAction =
  'Correct on the target what the error names, then START REPLICA. Do not skip it: skipped transactions are lost.';
/** Where another way leads on than correcting a row and starting again. */
const applierActions: Readonly<Record<number, string>> = {
  1950:
    'Verify first. Rows equal: STOP SLAVE; RESET MASTER; START SLAVE on the target makes it forget its own transactions (its binary logs go with them). ' +
    'Rows different, and why it came to this: docs/errant-transactions.md.',
  1594: 'STOP SLAVE; START SLAVE on the target: with GTID it fetches its relay log anew. If that fails, look at its disk.',
};

/** Pure: what to do about the error of a channel; null when it has none. */
export function errorActionOf({ applierErrno, receiverErrno }: ChannelStatus): string | null {
  if (applierErrno !== 0) return applierActions[applierErrno] ?? generalAction;
  return receiverErrno === 0
    ? null
    : "Check from the target's host that the source can be reached, and the replication account: its password, a lock, TLS.";
}
