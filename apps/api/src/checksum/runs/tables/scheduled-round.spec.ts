import type { ChecksumResult } from '@cutover/contracts';
import { oldestFirst, roundMs } from './scheduled-round.js';

const result = (table: string, startedAt: string): ChecksumResult => ({ table, startedAt }) as ChecksumResult;

describe('oldestFirst', () => {
  it('begins with what was never compared, then with the oldest proof', () => {
    const tables = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
    const results = [
      result('a', '2026-11-20T03:00:00.000Z'),
      result('b', '2026-11-20T01:00:00.000Z'),
      result('d', '2026-11-20T02:00:00.000Z'),
    ];
    expect(oldestFirst(tables, results).map(({ id }) => id)).toEqual(['c', 'b', 'd', 'a']);
  });

  const cutOff = (...entries: [string, string][]): Map<string, string> => new Map(entries);

  it('ends with what the round before was cut off at, whatever it was proved at', () => {
    const tables = ['a', 'b', 'c'].map((id) => ({ id }));
    const since = cutOff(['a', '2026-11-20T04:00:00.000Z']);
    expect(oldestFirst(tables, [result('b', '2026-11-20T03:00:00.000Z')], since).map(({ id }) => id)).toEqual([
      ...['c', 'b', 'a'],
    ]);
  });

  it('reaches every table, however many take longer than a round', () => {
    const tables = ['a', 'b', 'c'].map((id) => ({ id }));
    const since = cutOff(['a', '2026-11-20T04:00:00.000Z'], ['b', '2026-11-20T05:00:00.000Z']);
    expect(oldestFirst(tables, [], since).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(oldestFirst(tables, [result('c', '2026-11-20T06:00:00.000Z')], since).map(({ id }) => id)).toEqual([
      ...['a', 'b', 'c'],
    ]);
  });

  it('forgets that a table was cut off once it was compared', () => {
    const voided = { verdict: 'matched' as const, reason: 'DDL', since: '2026-11-20T05:00:00.000Z' };
    const a = { ...result('a', '2026-11-20T02:00:00.000Z'), finishedAt: '2026-11-20T04:30:00.000Z', voided };
    const since = cutOff(['a', '2026-11-20T04:00:00.000Z']);
    const order = oldestFirst([{ id: 'b' }, { id: 'a' }], [a, result('b', '2026-11-20T01:00:00.000Z')], since);
    expect(order.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('lets a table that cannot be proved wait its turn like all others', () => {
    const lastAttempt = { verdict: 'unverified' as const, reason: null, finishedAt: '2026-11-20T04:00:00.000Z' };
    const results = [
      { ...result('a', '2026-11-20T01:00:00.000Z'), lastAttempt },
      result('b', '2026-11-20T03:00:00.000Z'),
    ];
    expect(oldestFirst([{ id: 'a' }, { id: 'b' }], results).map(({ id }) => id)).toEqual(['b', 'a']);
    const voided = { verdict: 'matched' as const, reason: 'DDL', since: '2026-11-20T01:30:00.000Z' };
    const tried = results.map((each) => (each.table === 'a' ? { ...each, voided } : each));
    expect(oldestFirst([{ id: 'a' }, { id: 'b' }], tried).map(({ id }) => id)).toEqual(['b', 'a']);
    const voidSince = { ...voided, since: '2026-11-20T04:30:00.000Z' };
    const notSince = results.map((each) => (each.table === 'a' ? { ...each, voided: voidSince } : each));
    expect(oldestFirst([{ id: 'a' }, { id: 'b' }], notSince).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('keeps the order of the catalog among equals', () => {
    expect(oldestFirst([{ id: 'b' }, { id: 'a' }], []).map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

describe('roundMs', () => {
  it('ends a round with its interval, and never before a minute', () => {
    expect(roundMs({ checksumIntervalMinutes: 60, tableTimeoutSeconds: 300 })).toBe(3_600_000);
    expect(roundMs({ checksumIntervalMinutes: 0.1, tableTimeoutSeconds: 1 })).toBe(60_000);
  });

  it('leaves a table that cannot be gone on with the time to be compared whole', () => {
    expect(roundMs({ checksumIntervalMinutes: 1, tableTimeoutSeconds: 300 })).toBe(1_200_000);
  });

  it('lets a nightly run come to its end', () => {
    expect(roundMs({ checksumIntervalMinutes: 60, checksumCron: '0 2 * * *', tableTimeoutSeconds: 1 })).toBeNull();
  });

  it('asks no timer for more than it can wait', () => {
    expect(roundMs({ checksumIntervalMinutes: 1e9, tableTimeoutSeconds: 1 })).toBe(2 ** 31 - 1);
  });
});
