import type { ChannelStatus } from './channel-status.js';

/** What an error of a channel means, in our words, and what to do about it. */
export interface ErrorMeaning {
  headline: string;
  action: string;
}

type Meaning = ErrorMeaning | ((channel: ChannelStatus) => ErrorMeaning);

const reach = "Check from the target's host that the source can be reached: name, port, firewall.";
const login = 'Correct the account on the source, or CHANGE MASTER TO on the target, then START REPLICA.';

function cannotLogIn(why: string, action = login): ErrorMeaning {
  return { headline: `The target cannot log in to the source: ${why}`, action };
}

const mayNotRead: ErrorMeaning = {
  headline: 'The target may not read the binary log of the source: REPLICATION SLAVE is missing',
  action:
    'On the source: SET SESSION sql_log_bin = 0; GRANT REPLICATION SLAVE ON *.* TO the account of the channel. Then START REPLICA on the target.',
};
const needsTls = cannotLogIn(
  'TLS is demanded there, and this channel has none',
  'On the target: STOP SLAVE; CHANGE MASTER TO MASTER_SSL = 1 (MySQL: SOURCE_SSL = 1); START SLAVE.',
);

/** A server that demands TLS of an account refuses it in the words of a wrong password. */
function refused({ tls }: ChannelStatus): ErrorMeaning {
  return tls === false
    ? cannotLogIn(
        'wrong user or password, or the account demands TLS and this channel has none',
        `Look at SHOW CREATE USER there. REQUIRE SSL: ${needsTls.action} Otherwise: ${login}`,
      )
    : cannotLogIn('wrong user or password');
}

function commandFailed(channel: ChannelStatus): ErrorMeaning {
  if (/privilege|denied/i.test(channel.receiverError)) return mayNotRead;
  return {
    headline: 'The source refused what the target asks before it receives',
    action: `Read its words below. ${login}`,
  };
}

/** 1593: threads stop for good, for reasons that only the words tell. */
function cannotReceive({ receiverError }: ChannelStatus): ErrorMeaning {
  if (/equal.*server[ _]?uuid/i.test(receiverError))
    return {
      headline: 'Source and target have the same server_uuid: one was made as a copy of the other',
      action: 'Stop the target, remove auto.cnf from its data directory, start it again, then START REPLICA.',
    };
  if (/equal.*server[ _]?id/i.test(receiverError))
    return {
      headline: 'Source and target have the same server_id',
      action: 'Give the target another server_id, in its configuration too, then START REPLICA.',
    };
  return { headline: 'The target cannot replicate from this source', action: `Read its words below. ${login}` };
}

const purged: ErrorMeaning = {
  headline: 'The source could not give the target its binary log (often: already purged)',
  action:
    'Compare gtid_slave_pos of the target with what SHOW BINARY LOGS on the source still has. Purged: build the target anew from a backup of the source. ' +
    'The target asks for a GTID that the source does not know: it has transactions of its own, see docs/errant-transactions.md.',
};
const relayLogUnreadable: ErrorMeaning = {
  headline: 'The relay log of the target cannot be read',
  action:
    'STOP SLAVE; START SLAVE on the target: with GTID it fetches its relay log anew. If that fails, look at its disk.',
};

/** By error number of the receiver (the target's own connection to the source). From 13114: MySQL 8 for the older ones. */
const receiverMeanings: Readonly<Record<number, Meaning>> = {
  1040: cannotLogIn(
    'no free connection there',
    'Raise max_connections on the source, or end what holds its connections.',
  ),
  1045: refused,
  1130: cannotLogIn('its address is not allowed there'),
  1227: mayNotRead,
  1236: purged,
  1593: cannotReceive,
  1595: {
    headline: 'The target cannot write its relay log',
    action: 'Look at free space and rights of its data directory, then START REPLICA.',
  },
  1597: commandFailed,
  1698: refused,
  1820: cannotLogIn('the password has expired'),
  2002: { headline: 'The target cannot reach the source', action: reach },
  2003: { headline: 'The target cannot reach the source', action: reach },
  2005: { headline: 'The target does not find the source: its host name does not resolve', action: reach },
  2013: {
    headline: 'The target lost its connection to the source',
    action: 'It tries again by itself. If it stays so: look at the source, and at what stands between both.',
  },
  2026: {
    headline: 'The target and the source cannot agree on TLS',
    action: "Look at MASTER_SSL_CA and the other MASTER_SSL settings of the channel, and at the source's certificate.",
  },
  3118: cannotLogIn('account locked'),
  3159: needsTls,
  4151: cannotLogIn('account locked'),
  13114: purged,
  13117: cannotReceive,
  13120: commandFailed,
};

const correct =
  'Correct on the target what the error names, then START REPLICA. Do not skip it: skipped transactions are lost.';
const again = 'The target tried several times. Find what holds the lock there (SHOW PROCESSLIST), then START REPLICA.';

/** By error number of the applier. */
const applierMeanings: Readonly<Record<number, Meaning>> = {
  1032: { headline: 'The target lacks a row that the source changed or deleted', action: correct },
  1054: { headline: 'A table of the target lacks a column that the source wrote to', action: correct },
  1062: { headline: 'The target already has a row with a unique value that the source wrote', action: correct },
  1146: { headline: 'The target lacks a table that the source wrote to', action: correct },
  1205: { headline: 'The target could not apply a change: a lock was held too long', action: again },
  1213: { headline: 'The target could not apply a change: deadlock', action: again },
  1451: { headline: 'A foreign key of the target refuses a change of the source', action: correct },
  1452: { headline: 'A foreign key of the target refuses a change of the source', action: correct },
  1594: relayLogUnreadable,
  1677: { headline: 'A column of the target has another type than on the source', action: correct },
  1946: {
    headline: 'The target cannot read the position that it has applied',
    action:
      'Repair mysql.gtid_slave_pos on the target (its words below say what is wrong with it), then START REPLICA.',
  },
  1950: {
    headline: 'The target has transactions of its own where the source writes next (gtid_strict_mode)',
    action:
      'Verify first. Rows equal: STOP SLAVE; RESET MASTER; START SLAVE on the target makes it forget its own transactions (its binary logs go with them). ' +
      'Rows different, and why it came to this: docs/errant-transactions.md.',
  },
  13121: relayLogUnreadable,
};

/** Pure: what the error of a channel means; null when it has none. An unknown one is named by its thread and number. */
export function errorMeaningOf(channel: ChannelStatus): ErrorMeaning | null {
  const { applierErrno, receiverErrno } = channel;
  const read = (meaning: Meaning): ErrorMeaning => (typeof meaning === 'function' ? meaning(channel) : meaning);
  // What stops the applier needs somebody; the receiver tries again by itself.
  if (applierErrno !== 0) {
    const headline = `The target could not apply a change of the source (error ${applierErrno})`;
    return read(applierMeanings[applierErrno] ?? { headline, action: correct });
  }
  if (receiverErrno === 0) return null;
  const headline = `The target cannot receive from the source (error ${receiverErrno})`;
  return read(receiverMeanings[receiverErrno] ?? { headline, action: `Read its words below. ${reach} ${login}` });
}
