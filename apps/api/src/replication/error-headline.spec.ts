import { readChannelStatus } from './channel-status.js';
import { headlineOf } from './error-headline.js';

it.each([
  [
    { Last_IO_Errno: '4151', Last_IO_Error: 'Access denied, this account is locked' },
    /log in to the source: account locked/,
  ],
  [{ Last_IO_Errno: '2003' }, /cannot reach the source/],
  [{ Last_IO_Errno: '9999' }, /cannot receive from the source \(error 9999\)/],
  [{ Last_SQL_Errno: '1032' }, /lacks a row/],
  [{ Last_SQL_Errno: '1950' }, /transactions of its own/],
  [{ Last_SQL_Errno: '7' }, /could not apply a change of the source \(error 7\)/],
  // What stops the applier needs somebody; the receiver tries again by itself.
  [{ Last_SQL_Errno: '1062', Last_IO_Errno: '2003' }, /already has a row/],
])('says in plain words what %o means', (row, words) => {
  expect(headlineOf(readChannelStatus(row))).toMatch(words);
});

it('says nothing of a channel without an error', () => {
  expect(headlineOf(readChannelStatus({ Last_IO_Errno: '0', Last_SQL_Errno: '0' }))).toBeNull();
});
