import { aRollbackPath, at, someEvidence } from '../../test/support/some-evidence.js';
import { rollbackPathCheck } from './rollback-path.check.js';

const judge = (change: Parameters<typeof aRollbackPath>[0] | null) =>
  rollbackPathCheck.judge(someEvidence({ 'rollback-path': change && aRollbackPath(change) }), Date.parse(at));
const withSettings = (change: Record<string, string>) =>
  judge({ settings: { ...aRollbackPath().settings, ...change } });

it('passes where the old source could follow the target', () => {
  expect(judge({})).toMatchObject({ found: [], rest: 'pass' });
  expect(judge({ keptSeconds: 604_800, keptForEver: false }).found).toEqual([]);
  expect(withSettings({ binlog_row_image: 'FULL_NODUP' }).found).toEqual([]);
});

it.each([
  [withSettings({ log_bin: 'OFF', binlog_format: 'MIXED' }), 'log_bin', 'no way back'],
  [withSettings({ log_slave_updates: 'OFF' }), 'log_slave_updates', 'its own position'],
  [withSettings({ binlog_format: 'MIXED' }), 'binlog_format', 'MIXED'],
  [withSettings({ binlog_row_image: 'MINIMAL' }), 'binlog_row_image', 'MINIMAL'],
  [judge({ keptSeconds: 3_600, keptForEver: false }), 'retention', 'for 60 min only'],
  [judge({ serverIds: { source: '2', target: '2' } }), 'server_id', 'one server_id (2)'],
  [judge({ accounts: { total: 0, named: [] } }), 'account', 'No account'],
])('warns, and says what to do: %#', ({ found }, subject, words) => {
  expect(found).toMatchObject([{ subject, outcome: 'fail', severity: 'WARNING' }]);
  expect(found[0]?.message).toContain(words);
  expect(found[0]?.action.length).toBeGreaterThan(20);
  expect(rollbackPathCheck.blocks).toBe('never');
});

it('never takes unknown for good', () => {
  expect(judge(null)).toMatchObject({ found: [], rest: 'unknown' });
  expect(judge({ accounts: null, grant: 'GRANT IT;' }).found).toMatchObject([
    { subject: 'account', outcome: 'unknown', severity: 'INFO', statements: [{ on: 'target', sql: 'GRANT IT;' }] },
  ]);
  const down = judge({ settings: {}, keptSeconds: null, keptForEver: false, accounts: null, reason: 'it is down' });
  expect(down.found).toMatchObject([{ subject: 'target', outcome: 'unknown' }]);
  expect(down.otherwise('log_bin').kind).toBe('unknown');
});
