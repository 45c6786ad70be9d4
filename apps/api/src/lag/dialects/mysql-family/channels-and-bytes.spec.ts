import { readChannelStatus } from '@cutover/databases/mysql-family';
import { bytesBetween, channelFrom, needsFileSizes } from './binlog-distance.js';
import { channelState, worstSeconds } from './channel-state.js';

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
