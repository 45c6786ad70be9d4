import { mariadbPositions, readChannelStatus } from '@cutover/databases/mysql-family';
import { bytesBetween, channelFrom, needsFileSizes } from './binlog-distance.js';
import { channelState, overallState, worstSeconds } from './channel-state.js';
import { appendSample, type PositionSample } from './lag-history.js';
import { predictedDrainSeconds } from './predicted-drain.js';
import { contradictionOf, isOverThreshold, provenLagSeconds } from './proven-lag.js';

const channel = (receiver: string, applier: string, rest: object = {}) =>
  readChannelStatus({ Slave_IO_Running: receiver, Slave_SQL_Running: applier, ...rest });

describe('the state of a channel', () => {
  it.each([
    ['Yes', 'Yes', {}, false, 'idle'],
    ['Yes', 'Yes', {}, true, 'applying'],
    ['Yes', 'Yes', {}, null, 'unknown'],
    ['Yes', 'No', {}, false, 'receiving-only'],
    ['Yes', 'No', { Last_SQL_Errno: '1062' }, false, 'broken'],
    ['No', 'Yes', { Last_IO_Errno: '1236' }, false, 'broken'],
    ['Connecting', 'Yes', { Last_IO_Errno: '2003' }, false, 'stopped'],
    ['No', 'No', {}, false, 'stopped'],
    ['No', 'Yes', {}, false, 'stopped'],
    ['?', 'Yes', {}, false, 'unknown'],
  ])('with receiver %s, applier %s, %o and behind %s is %s', (receiver, applier, rest, isBehind, state) => {
    expect(channelState(channel(receiver, applier, rest), isBehind)).toBe(state);
  });

  it('of several is the worst, and of none not-configured', () => {
    expect(overallState(['idle', 'broken', 'stopped'])).toBe('broken');
    expect(overallState(['idle', 'unknown', 'applying'])).toBe('unknown');
    expect(overallState([])).toBe('not-configured');
  });
});

describe('seconds', () => {
  const running = (seconds: string | null) => channel('Yes', 'Yes', { Seconds_Behind_Master: seconds });
  it('are those of the worst channel, and unknown when one is unknown', () => {
    expect(worstSeconds([running('3'), running('12')])).toBe(12);
    expect(worstSeconds([running('3'), running(null)])).toBeNull();
    expect(worstSeconds([])).toBeNull();
  });

  it('of a channel without a connected receiver are worth nothing', () => {
    expect(worstSeconds([channel('Connecting', 'Yes', { Seconds_Behind_Master: '0' })])).toBeNull();
  });
});

describe('bytes between two places', () => {
  const files = [
    { file: 'b.1', bytes: 1000 },
    { file: 'b.2', bytes: 500 },
    { file: 'b.3', bytes: 80 },
  ];
  it('need no sizes within a file, and sum the files between otherwise', () => {
    expect(bytesBetween({ file: 'b.1', position: 10 }, { file: 'b.1', position: 30 }, null)).toBe(20);
    expect(bytesBetween({ file: 'b.1', position: 900 }, { file: 'b.3', position: 50 }, files)).toBe(650);
  });

  it('are unknown, not 0, for a purged file, a backward way and absent sizes', () => {
    expect(bytesBetween({ file: 'b.0', position: 1 }, { file: 'b.3', position: 50 }, files)).toBeNull();
    expect(bytesBetween({ file: 'b.3', position: 1 }, { file: 'b.1', position: 50 }, files)).toBeNull();
    expect(bytesBetween({ file: 'b.1', position: 40 }, { file: 'b.1', position: 30 }, files)).toBeNull();
    expect(bytesBetween({ file: 'b.1', position: 1 }, { file: 'b.3', position: 50 }, null)).toBeNull();
  });

  it('ask for sizes only when somebody stands in another file', () => {
    const at = (received: string, executed: string) =>
      channel('Yes', 'Yes', {
        Master_Log_File: received,
        Read_Master_Log_Pos: '4',
        Relay_Master_Log_File: executed,
        Exec_Master_Log_Pos: '4',
      });
    expect(needsFileSizes(at('b.1', 'b.1'), { file: 'b.1', position: 9 })).toBe(false);
    expect(needsFileSizes(at('b.1', 'b.1'), { file: 'b.2', position: 9 })).toBe(true);
    expect(needsFileSizes(at('b.2', 'b.1'), { file: 'b.2', position: 9 })).toBe(true);
  });

  it('belong to the channel that comes from this source', () => {
    const [one, two] = [
      channel('Yes', 'Yes', { Master_Server_Id: '1' }),
      channel('Yes', 'Yes', { Master_Server_Id: '2' }),
    ];
    expect(channelFrom([one, two], '2')).toBe(two);
    expect(channelFrom([one, two], '3')).toBeNull();
    expect(channelFrom([one], null)).toBe(one);
  });
});

const sample = (atMs: number, sequence: number, behind: number | null = 0): PositionSample => ({
  atMs,
  sourcePosition: `0-1-${sequence}`,
  written: BigInt(sequence),
  behind: behind === null ? null : BigInt(behind),
});

describe('the proven lag', () => {
  const proven = (history: PositionSample[], target: string | null, nowMs: number) =>
    provenLagSeconds(history, target, nowMs, mariadbPositions.hasReached);

  it('is the age of the oldest source position that the target has not reached', () => {
    const history = [sample(0, 10), sample(5_000, 20), sample(10_000, 30), sample(15_000, 40)];
    expect(proven(history, '0-1-15', 15_000)).toBe(10);
    expect(proven(history, '0-1-9', 15_000)).toBe(15);
    expect(proven(history, '0-1-40', 15_000)).toBe(0);
  });

  it('is not fooled by what was written between the two reads', () => {
    expect(proven([sample(0, 10), sample(5_000, 20)], '0-1-19', 5_000)).toBe(0);
  });

  it('is unknown without positions', () => {
    expect(proven([], '0-1-1', 0)).toBeNull();
    expect(proven([sample(0, 1)], null, 0)).toBeNull();
  });

  it('contradicts a server that says 0 seconds, and only that', () => {
    expect(contradictionOf(0, 30, 7n)).toMatch(/0 seconds.*30 s ago.*7 transactions/);
    expect(contradictionOf(0, 3, 7n)).toBeNull();
    expect(contradictionOf(31, 30, 7n)).toBeNull();
    expect(contradictionOf(null, 30, 7n)).toBeNull();
    expect(contradictionOf(0, null, null)).toBeNull();
  });

  it('is over the threshold when the worse measure is, and unknown when seconds are', () => {
    expect(isOverThreshold(0, 30, 10)).toBe(true);
    expect(isOverThreshold(null, 30, 10)).toBe(true);
    expect(isOverThreshold(null, 5, 10)).toBeNull();
    expect(isOverThreshold(11, 0, 10)).toBe(true);
    expect(isOverThreshold(10, null, 10)).toBe(false);
  });
});

describe('the predicted drain', () => {
  it('is the backlog over the difference of the rates', () => {
    // Written 10/s, applied 30/s, 400 behind: 20 s.
    expect(predictedDrainSeconds([sample(0, 0, 600), sample(5_000, 50, 500), sample(10_000, 100, 400)])).toBe(20);
  });

  it('is 0 without a backlog, and null while the backlog grows, stands, or is unknown', () => {
    expect(predictedDrainSeconds([sample(0, 0, 0)])).toBe(0);
    expect(predictedDrainSeconds([sample(0, 0, 1), sample(1, 5, 2), sample(2, 9, 3)])).toBeNull();
    expect(predictedDrainSeconds([sample(0, 0, 3), sample(1, 5, 3), sample(2, 9, 3)])).toBeNull();
    expect(predictedDrainSeconds([sample(0, 0, 9), sample(1, 5, null)])).toBeNull();
    expect(predictedDrainSeconds([sample(0, 0, 9), sample(1, 5, 5)])).toBeNull();
    expect(predictedDrainSeconds([])).toBeNull();
  });

  it('says nothing of a source that counts backwards', () => {
    expect(predictedDrainSeconds([sample(0, 100, 90), sample(1_000, 50, 50), sample(2_000, 10, 5)])).toBeNull();
  });
});

it('history stays bounded', () => {
  let history: PositionSample[] = [];
  for (let i = 0; i < 2_000; i++) history = appendSample(history, sample(i * 1_000, i));
  expect(history).toHaveLength(720);
  expect(appendSample(history, sample(9_999_999_999, 1))).toHaveLength(1);
});
