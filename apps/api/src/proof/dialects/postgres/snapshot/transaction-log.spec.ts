import type { PgoutputMessage, StreamedRelation } from '@cutover/databases/postgres';
import { TransactionLog } from './transaction-log.js';

const relation: StreamedRelation = {
  ...{ id: 5, schema: 'public', table: 't', identity: 'd' },
  columns: [{ name: 'id', isKey: true }],
};
const insert = (value: string): PgoutputMessage => ({ kind: 'insert', relationId: 5, row: [value] });
const transaction = (xid: number, ...changes: readonly PgoutputMessage[]): PgoutputMessage[] => [
  { kind: 'begin', commitLsn: BigInt(xid), xid },
  ...changes,
  { kind: 'commit', commitLsn: BigInt(xid), endLsn: BigInt(xid) + 1n },
];

function logOf(messages: readonly PgoutputMessage[], limits = { changes: 5, characters: 100, transactions: 5 }) {
  const log = new TransactionLog(limits);
  for (const message of [{ kind: 'relation', relation } as const, ...messages]) log.take(message);
  return log;
}
const tables = (log: TransactionLog) =>
  log.transactions.map(({ xid, tables: changed }) => [xid, changed.get(5)?.changes.length, changed.get(5)?.lost]);

it('keeps transactions once they are committed, and where they came from', () => {
  const log = logOf([...transaction(1, insert('a'), { kind: 'origin', name: 'pg_1' }), ...transaction(2).slice(0, 1)]);
  expect(log.transactions).toMatchObject([{ xid: 1, endLsn: 2n, isForeign: true }]);
});

it('forgets rows beyond its limits, and not which table they were of', () => {
  const many = Array.from({ length: 7 }, (_, index) => insert(String(index)));
  expect(tables(logOf(transaction(1, ...many)))).toEqual([[1, 0, 'too-many']]);
  expect(tables(logOf(transaction(1, insert('x'.repeat(101)))))).toEqual([[1, 0, 'too-many']]);
});

it('has room again for what comes after what was forgotten', () => {
  const four = [insert('1'), insert('2'), insert('3'), insert('4')];
  const log = logOf(transaction(1, ...four));
  log.forget(({ xid }) => xid === 1);
  for (const message of transaction(2, ...four)) log.take(message);
  expect(tables(log)).toEqual([[2, 4, null]]);
});

it('knows no rows of a table that was truncated, whatever was written before and after', () => {
  const truncate: PgoutputMessage = { kind: 'truncate', relationIds: [5] };
  expect(tables(logOf(transaction(1, insert('a'), truncate, insert('b'))))).toEqual([[1, 0, 'truncated']]);
});

it('refuses a change of a table that was not described, one outside of a transaction, and endless transactions', () => {
  expect(() => new TransactionLog().take(insert('a'))).toThrow('outside of a transaction');
  expect(() => logOf(transaction(1, { kind: 'insert', relationId: 6, row: [] }))).toThrow('not described');
  expect(() => logOf([1, 2, 3, 4, 5, 6].flatMap((xid) => transaction(xid)))).toThrow('more than 5 transactions');
});
