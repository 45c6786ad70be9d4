import { aLag, at, channel, someEvidence } from '../../test/support/some-evidence.js';
import { replicationDelayedCheck } from './replication-delayed.check.js';

const judge = (delaySeconds: number) =>
  replicationDelayedCheck.judge(someEvidence({ lag: aLag({ channels: [channel({ delaySeconds })] }) }), Date.parse(at));

it('blocks while a channel applies late on purpose, and says how the delay is taken away', () => {
  const [finding] = judge(3_600).found;
  expect(finding).toMatchObject({ subject: 'default channel', outcome: 'fail', severity: 'WARNING' });
  expect(finding?.message).toContain('60 min late on purpose');
  expect(finding?.action).toContain('MASTER_DELAY = 0');
  expect(replicationDelayedCheck.blocks).toBe('when-failed');
});

it('passes without a delay, and knows nothing without a fresh sample', () => {
  expect(judge(0)).toMatchObject({ found: [], rest: 'pass' });
  expect(replicationDelayedCheck.judge(someEvidence({ lag: null }), Date.parse(at)).rest).toBe('unknown');
});
