import { mariadbDump } from './dump-dialect.js';

const endpoint = { host: 'db', port: 3306, username: 'reader', password: 'secret', rds: false };
const argsOf = (tellsPosition: boolean) =>
  mariadbDump.command({ loginFile: '/dev/shm/login', endpoint, database: '-x', tellsPosition, snapshot: null }).args;

it('asks for the position only where the server has one: a client refuses to dump a server without a binary log', () => {
  expect(argsOf(true)).toEqual(expect.arrayContaining(['--master-data=2', '--gtid']));
  expect(argsOf(false).join()).not.toContain('master-data');
});

it('logs in by its file alone, and takes a database whose name begins with a dash for no option', () => {
  expect(argsOf(true)[0]).toBe('--defaults-file=/dev/shm/login');
  expect(argsOf(true).slice(-2)).toEqual(['--', '-x']);
  expect(argsOf(true).join()).not.toContain('secret');
});
