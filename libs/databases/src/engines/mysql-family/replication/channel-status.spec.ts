import { readChannelStatus } from './channel-status.js';

const mariadbRow = {
  Connection_name: 'shop',
  Slave_IO_State: 'Waiting for master to send event',
  Master_Host: 'db1',
  Master_Port: '3306',
  Master_Log_File: 'binlog.000004',
  Read_Master_Log_Pos: '900',
  Relay_Master_Log_File: 'binlog.000003',
  Exec_Master_Log_Pos: '400',
  Slave_IO_Running: 'Yes',
  Slave_SQL_Running: 'Yes',
  Last_IO_Errno: '0',
  Last_IO_Error: '',
  Last_SQL_Errno: '0',
  Last_SQL_Error: '',
  Seconds_Behind_Master: '12',
  SQL_Delay: '60',
  Master_SSL_Allowed: 'Yes',
  Master_Server_Id: '7',
  Using_Gtid: 'Current_Pos',
  Some_Future_Column: 'whatever',
};

describe('a channel row', () => {
  it('is read by column name, unknown columns ignored', () => {
    expect(readChannelStatus(mariadbRow)).toEqual({
      name: 'shop',
      sourceHost: 'db1',
      sourcePort: 3306,
      sourceServerId: '7',
      receiver: 'running',
      applier: 'running',
      secondsBehind: 12,
      delaySeconds: 60,
      tls: true,
      usesCurrentPos: true,
      receiverErrno: 0,
      receiverError: '',
      applierErrno: 0,
      applierError: '',
      received: { file: 'binlog.000004', position: 900 },
      executed: { file: 'binlog.000003', position: 400 },
    });
  });

  it("is read under MySQL's new names too", () => {
    const renamed = Object.entries(mariadbRow).map(([name, value]) => [
      name.replace('Connection_name', 'Channel_Name').replace('Master', 'Source').replace('Slave', 'Replica'),
      value,
    ]);
    expect(readChannelStatus(Object.fromEntries(renamed))).toEqual(readChannelStatus(mariadbRow));
  });

  it('keeps NULL seconds unknown, never 0', () => {
    expect(readChannelStatus({ ...mariadbRow, Seconds_Behind_Master: null }).secondsBehind).toBeNull();
    expect(readChannelStatus({ ...mariadbRow, Seconds_Behind_Master: '' }).secondsBehind).toBeNull();
    expect(readChannelStatus({ ...mariadbRow, Seconds_Behind_Master: '0' }).secondsBehind).toBe(0);
  });

  it.each([
    ['Yes', 'running'],
    ['No', 'stopped'],
    ['Connecting', 'connecting'],
    ['Preparing', 'connecting'],
    ['Something new', 'unknown'],
  ])('takes a receiver that is %s as %s', (word, receiver) => {
    expect(readChannelStatus({ ...mariadbRow, Slave_IO_Running: word }).receiver).toBe(receiver);
  });

  it('is unknown throughout when the server says nothing', () => {
    expect(readChannelStatus({})).toMatchObject({
      name: '',
      receiver: 'unknown',
      applier: 'unknown',
      secondsBehind: null,
      tls: null,
      received: null,
      executed: null,
    });
  });
});
