import { retentionOf } from './read-retention.js';

const told = (values: Record<string, string>) =>
  retentionOf(Object.entries(values).map(([Variable_name, Value]) => ({ Variable_name, Value })));

it.each<[string, Record<string, string>, object]>([
  ['seconds', { log_bin: 'ON', binlog_expire_logs_seconds: '864000' }, { keptSeconds: 864_000, isForever: false }],
  ['days, where there are no seconds', { log_bin: 'ON', expire_logs_days: '3' }, { keptSeconds: 259_200 }],
  ['parts of days', { log_bin: 'ON', expire_logs_days: '0.500000' }, { keptSeconds: 43_200 }],
  [
    'seconds before days, which MariaDB rounds',
    { log_bin: 'ON', binlog_expire_logs_seconds: '3600', expire_logs_days: '0.041667' },
    { keptSeconds: 3600 },
  ],
  ['for ever', { log_bin: 'ON', binlog_expire_logs_seconds: '0', expire_logs_days: '0' }, { isForever: true }],
  [
    'for ever, as MySQL says it',
    { log_bin: 'ON', binlog_expire_logs_seconds: '60', binlog_expire_logs_auto_purge: 'OFF' },
    { keptSeconds: null, isForever: true },
  ],
  [
    'a size beside it',
    { log_bin: 'ON', binlog_expire_logs_seconds: '60', max_binlog_total_size: '1073741824' },
    { keptSeconds: 60, limitBytes: 1_073_741_824 },
  ],
  ['no limit by size', { log_bin: 'ON', expire_logs_days: '1', max_binlog_total_size: '0' }, { limitBytes: null }],
])('reads %s', (_, values, expected) => expect(told(values)).toMatchObject({ ...expected, reason: null }));

it.each<[string, Record<string, string>, RegExp]>([
  ['the binary log is off', { log_bin: 'OFF', binlog_expire_logs_seconds: '60' }, /is off/],
  ['the server tells nothing', { log_bin: 'ON' }, /tells neither/],
  ['what it tells is no number', { log_bin: 'ON', expire_logs_days: '' }, /tells neither/],
])('is unknown where %s', (_, values, reason) =>
  expect(told(values)).toMatchObject({ keptSeconds: null, isForever: false, reason: expect.stringMatching(reason) }),
);
