import { failureKind, isConnectionLoss, isRightMissing, isTableMissing } from './failure.js';

const server = (errno: number) => Object.assign(new Error('said the server'), { errno, sqlState: 'HY000' });
const socket = (code: string) => Object.assign(new Error(`connect ${code}`), { code, errno: -111 });

describe('the kind of a failure', () => {
  it.each([
    [1049, 'database-missing'],
    [1146, 'table-missing'],
    [1054, 'column-missing'],
    [1142, 'right-missing'],
    [1370, 'execute-right-missing'],
    [1205, 'lock-timeout'],
    [1213, 'deadlock'],
    [1412, 'table-changed'],
    [1877, 'table-damaged'],
    [1254, 'replication-running'],
    [1969, 'time-limit-reached'],
    [3024, 'time-limit-reached'],
    [1064, 'other'],
  ])('of error %d of a server is %s', (errno, kind) => {
    expect(failureKind(server(errno))).toBe(kind);
  });

  it('is never that of a server where only the system spoke, whose numbers are negative', () => {
    expect(failureKind(Object.assign(new Error('odd'), { errno: -1146 }))).toBe('other');
    expect(failureKind(socket('ECONNREFUSED'))).toBe('not-listening');
  });

  it.each([[null], ['text'], [{}], [new Error('something new')]])('of %s is other', (error) => {
    expect(failureKind(error)).toBe('other');
  });
});

it('tells what kinds have in common', () => {
  expect([1044, 1142, 1143, 1227, 1370, 1401].every((errno) => isRightMissing(server(errno)))).toBe(true);
  expect([1049, 1146].every((errno) => isTableMissing(server(errno)))).toBe(true);
  expect([1053, 1927, 4031].every((errno) => isConnectionLoss(server(errno)))).toBe(true);
  expect(['ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE'].every((code) => isConnectionLoss(socket(code)))).toBe(true);
  expect(isConnectionLoss(Object.assign(server(1064), { fatal: true }))).toBe(true);
  expect(isConnectionLoss(socket('ENOTFOUND'))).toBe(false);
});
