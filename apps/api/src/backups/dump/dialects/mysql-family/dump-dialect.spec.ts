import { mariadbRestore, mysqlRestore } from '../../../restore/dialects/mysql-family.js';
import { mariadbDump, mysqlDump } from './dump-dialect.js';

const endpoint = { host: 'db', port: 3306, username: 'reader', password: 'secret', rds: false };
const frame = { loginFile: '/dev/shm/login', endpoint, database: '-x' };
const argsOf = (tellsPosition: boolean) => mariadbDump.command({ ...frame, tellsPosition, snapshot: null }).args;

it('asks for the position only where the server has one: a client refuses to dump a server without a binary log', () => {
  expect(argsOf(true)).toEqual(expect.arrayContaining(['--master-data=2', '--gtid']));
  expect(argsOf(false).join()).not.toContain('master-data');
});

it('logs in by its file alone, and takes a database whose name begins with a dash for no option', () => {
  expect(argsOf(true)[0]).toBe('--defaults-file=/dev/shm/login');
  expect(argsOf(true).slice(-2)).toEqual(['--', '-x']);
  expect(argsOf(true).join()).not.toContain('secret');
});

/** Else a client of MySQL goes by `~/.mylogin.cnf`, whatever its own file says: to another server than the one that was looked at. */
it.each([
  ['dumps', mysqlDump.command({ ...frame, tellsPosition: false, snapshot: null })],
  ['dumps rows', mysqlDump.rowsCommand(frame)],
  ['dumps by the client of MariaDB', mariadbDump.command({ ...frame, tellsPosition: true, snapshot: null })],
  ['dumps rows by the client of MariaDB', mariadbDump.rowsCommand(frame)],
  ['dumps accounts', mariadbDump.accounts!.command({ ...frame, hasPasswords: true })],
  ['restores', mysqlRestore.command(frame)],
  ['restores by the client of MariaDB', mariadbRestore.command(frame)],
])('%s without the login path of the user', (_, { env }) => {
  expect(env).toEqual({ MYSQL_TEST_LOGIN_FILE: expect.stringMatching(/^\/nonexistent\//) });
});
