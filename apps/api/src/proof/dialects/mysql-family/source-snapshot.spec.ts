import { readSourceSnapshot, sourceSnapshotStatements } from './source-snapshot.js';

const status = (position: string, file = 'binlog.000001'): object[] => [{ File: file, Position: position }];
const snapshot = (position: string): object[] => [
  { Variable_name: 'Binlog_snapshot_file', Value: 'binlog.000001' },
  { Variable_name: 'Binlog_snapshot_position', Value: position },
];
const gtid = (text: string): object[] => [{ gtid: text }];

/** Answers of the statements, in their order. */
const answers = (
  before = status('100'),
  first = gtid('0-1-5'),
  own = snapshot('100'),
  second = gtid('0-1-5'),
  after = status('100'),
): object[][] => [[], before, first, [], own, second, after];

describe('readSourceSnapshot', () => {
  it('is exact when file, position and GTID agree in all of them', () => {
    expect(answers()).toHaveLength(sourceSnapshotStatements.length);
    expect(readSourceSnapshot(answers())).toEqual({ kind: 'exact', position: '0-1-5' });
  });

  it.each([
    ['the log grew before the snapshot', answers(status('90'))],
    [
      'the log grew after the snapshot',
      answers(status('100'), gtid('0-1-5'), snapshot('100'), gtid('0-1-5'), status('110')),
    ],
    [
      'a transaction is written and not shown yet',
      answers(status('110'), gtid('0-1-6'), snapshot('100'), gtid('0-1-6'), status('110')),
    ],
    ['the GTID moved', answers(status('100'), gtid('0-1-5'), snapshot('100'), gtid('0-1-6'))],
    ['the log was rotated', answers(status('100', 'binlog.000002'))],
  ])('has moved when %s', (_, results) => {
    expect(readSourceSnapshot(results)).toEqual({ kind: 'moved' });
  });

  it.each([
    ['the binary log is off', answers([]), /log_bin/],
    [
      'the server does not say where snapshots stand',
      answers(status('100'), gtid('0-1-5'), []),
      /binlog_snapshot_position/,
    ],
    ['no GTID was written yet', answers(status('100'), gtid(''), snapshot('100'), gtid('')), /no GTID/],
  ])('is impossible when %s, and says so', (_, results, reason) => {
    expect(readSourceSnapshot(results)).toMatchObject({ kind: 'impossible', reason: expect.stringMatching(reason) });
  });
});
