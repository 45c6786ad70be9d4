import { readChannelStatus } from './channel-status.js';
import { errorMeaningOf } from './error-meaning.js';

const fatal = 'Fatal error: The slave I/O thread stops because master and slave have equal MySQL server';

it.each([
  [{ Last_IO_Errno: '4151' }, /log in to the source: account locked/, /account on the source/],
  [{ Last_IO_Errno: '1045', Master_SSL_Allowed: 'Yes' }, /wrong user or password$/, /CHANGE MASTER/],
  [
    { Last_IO_Errno: '1045', Master_SSL_Allowed: 'No' },
    /or the account demands TLS/,
    /SHOW CREATE USER.*MASTER_SSL = 1/,
  ],
  [{ Last_IO_Errno: '3159' }, /TLS is demanded there/, /MASTER_SSL = 1/],
  [{ Last_IO_Errno: '2003' }, /cannot reach the source/, /firewall/],
  [{ Last_IO_Errno: '1236' }, /could not give the target its binary log/, /errant-transactions/],
  [{ Last_IO_Errno: '1593', Last_IO_Error: `${fatal} ids` }, /the same server_id$/, /another server_id/],
  [{ Last_IO_Errno: '13117', Last_IO_Error: `${fatal} UUIDs` }, /the same server_uuid/, /auto\.cnf/],
  [{ Last_IO_Errno: '1593', Last_IO_Error: 'Fatal error: other' }, /cannot replicate from this source/, /words below/],
  [
    {
      Last_IO_Errno: '1597',
      Last_IO_Error: 'Master command COM_REGISTER_SLAVE failed: Access denied for user (Errno: 1045)',
    },
    /REPLICATION SLAVE is missing/,
    /GRANT REPLICATION SLAVE/,
  ],
  [{ Last_IO_Errno: '1597', Last_IO_Error: 'Master command failed' }, /refused what the target asks/, /words below/],
  [{ Last_IO_Errno: '1595' }, /cannot write its relay log/, /free space/],
  [{ Last_IO_Errno: '9999' }, /cannot receive from the source \(error 9999\)/, /words below/],
  [{ Last_SQL_Errno: '1032' }, /lacks a row/, /Do not skip/],
  // From an UPDATE as well as from an INSERT.
  [{ Last_SQL_Errno: '1062' }, /already has a row with a unique value that the source wrote/, /Do not skip/],
  [{ Last_SQL_Errno: '1205' }, /a lock was held too long/, /SHOW PROCESSLIST/],
  [{ Last_SQL_Errno: '1950' }, /transactions of its own/, /RESET MASTER/],
  [{ Last_SQL_Errno: '1594' }, /relay log of the target cannot be read/, /START SLAVE/],
  [{ Last_SQL_Errno: '7' }, /could not apply a change of the source \(error 7\)/, /Do not skip/],
  [{ Last_SQL_Errno: '1062', Last_IO_Errno: '2003' }, /already has a row/, /Do not skip/],
])('says in plain words what %o means, and what to do', (row, headline, action) => {
  const meaning = errorMeaningOf(readChannelStatus(row));
  expect(meaning?.headline).toMatch(headline);
  expect(meaning?.action).toMatch(action);
});

it('says nothing of a channel without an error', () => {
  expect(errorMeaningOf(readChannelStatus({ Last_IO_Errno: '0', Last_SQL_Errno: '0' }))).toBeNull();
});
