import {
  barrierObstacle,
  channelNotes,
  channelReason,
  readReplicaThreads,
  restartOf,
  type ReplicaThreads,
} from './replica-threads.js';

const running: ReplicaThreads = {
  ...{ channel: '', isReceiving: true, isApplying: true, receiverError: '', applierError: '' },
  ...{ isByGtid: true, hasEnd: false, delaySeconds: 0 },
};

describe('readReplicaThreads', () => {
  it('counts a receiver that is connecting as alive, and an unknown state as not', () => {
    const row = { Connection_name: '', Slave_SQL_Running: 'Yes', Using_Gtid: 'Slave_Pos', Until_Condition: 'None' };
    expect(readReplicaThreads({ ...row, Slave_IO_Running: 'Connecting' })).toEqual(running);
    expect(readReplicaThreads({ ...row, Slave_IO_Running: 'No' }).isReceiving).toBe(false);
    expect(readReplicaThreads(row).isReceiving).toBe(false);
  });

  it('reads an end, a delay, errors and positions by file', () => {
    expect(
      readReplicaThreads({
        ...{
          Connection_name: 'eu',
          Slave_IO_Running: 'No',
          Slave_SQL_Running: 'No',
          Using_Gtid: 'No',
          SQL_Delay: '60',
        },
        ...{ Until_Condition: 'Gtid', Last_IO_Errno: 1236, Last_IO_Error: 'purged', Last_SQL_Errno: '1062' },
      }),
    ).toEqual({
      ...{ channel: 'eu', isReceiving: false, isApplying: false, receiverError: 'purged' },
      ...{ applierError: 'an unnamed error', isByGtid: false, hasEnd: true, delaySeconds: 60 },
    });
  });
});

describe('barrierObstacle', () => {
  it('lets replication be stopped only where it runs, undelayed, by GTID, in its one default channel', () => {
    expect(barrierObstacle([running])).toBeNull();
  });

  it.each<[string, ReplicaThreads[], RegExp]>([
    ['no replica', [], /does not replicate/],
    ['two channels', [running, { ...running, channel: 'eu' }], /from 2 sources \(the default one, eu\)/],
    ['a named channel', [{ ...running, channel: 'eu' }], /\(eu\)/],
    ['file and position', [{ ...running, isByGtid: false }], /MASTER_USE_GTID = slave_pos/],
    ['stopped by somebody', [{ ...running, isApplying: false }], /was not stopped by us:/],
    ['stopped by an error', [{ ...running, isApplying: false, applierError: 'Duplicate' }], /\(Duplicate\)/],
    ['an end of its own', [{ ...running, hasEnd: true }], /UNTIL by somebody else/],
    ['a delay', [{ ...running, delaySeconds: 60 }], /60 s/],
  ])('refuses: %s', (_, channels, reason) => {
    expect(barrierObstacle(channels)).toMatch(reason);
  });
});

describe('channelReason', () => {
  it('has nothing to say of one channel by GTID, or of none', () => {
    expect(channelReason([running])).toBeNull();
    expect(channelReason([])).toBeNull();
  });

  it('names several channels, and replication by file and position', () => {
    expect(channelReason([running, { ...running, channel: 'eu' }])).toMatch(/2 sources/);
    expect(channelReason([{ ...running, isByGtid: false }])).toMatch(/file and position/);
  });
});

describe('channelNotes', () => {
  it('tells of sources beside ours, and of nothing else', () => {
    expect(channelNotes([running])).toEqual([]);
    expect(channelNotes([running, { ...running, channel: 'eu' }])).toEqual([expect.stringContaining('eu')]);
  });
});

describe('restartOf', () => {
  it('leaves what runs alone', () => {
    expect(restartOf([running])).toEqual({ kind: 'running' });
  });

  it('starts what was stopped', () => {
    const stopped = { ...running, isReceiving: false, isApplying: false, hasEnd: true };
    expect(restartOf([stopped])).toEqual({ kind: 'start', statements: ['START SLAVE'] });
  });

  it('takes away an end that would stop it again', () => {
    const statements = ['STOP SLAVE', 'START SLAVE'];
    expect(restartOf([{ ...running, hasEnd: true }])).toEqual({ kind: 'start', statements });
    expect(restartOf([{ ...running, isReceiving: false }])).toEqual({ kind: 'start', statements });
  });

  it('never starts a thread again that ended on an error, nor a replica that is none any more', () => {
    const failed = { ...running, isApplying: false, applierError: 'Duplicate entry' };
    expect(restartOf([failed])).toEqual({ kind: 'broken', error: 'Duplicate entry' });
    expect(restartOf([{ ...running, isReceiving: false, receiverError: 'purged' }])).toMatchObject({ kind: 'broken' });
    expect(restartOf([])).toMatchObject({ kind: 'broken' });
  });
});
