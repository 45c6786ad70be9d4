import { someEvidence } from '../../../test/support/some-evidence.js';
import type { UsualExcess } from './usual-load.js';
import { verificationLoadCheck } from './verification-load.check.js';

const excess: UsualExcess = {
  ...{ role: 'source', setting: 'maxThreadsRunning', counter: 'Threads_running' },
  ...{ level: 48, limit: 60, configured: 25 },
};
const judge = (excesses: UsualExcess[], isAdapting = true) =>
  verificationLoadCheck.judge(someEvidence({ 'verification-load': { isKnown: true, excesses, isAdapting } }), 0);

it('passes where no server is over a limit as usual', () =>
  expect(judge([])).toMatchObject({ found: [], rest: 'pass' }));

it('says what is usual, what follows, and how to end it', () => {
  expect(judge([excess]).found).toMatchObject([
    {
      ...{ subject: 'source maxThreadsRunning', outcome: 'fail', severity: 'WARNING' },
      message:
        'Threads_running on the source is 48 as usual, over 25 (verification.maxThreadsRunning): verification takes that for its usual level and holds back above 60 only',
      action: expect.stringContaining('set verification.maxThreadsRunning: 60'),
    },
  ]);
  expect(verificationLoadCheck.blocks).toBe('never');
});

it('says that verification does not end where it must not adapt', () => {
  const [finding] = judge([excess], false).found;
  expect(finding?.message).toContain('verification waits for as long as that stays so');
  expect(finding?.action).toContain('verification.adaptToLoad: true');
});

it('never takes unknown for good', () => {
  const evidence = someEvidence({ 'verification-load': { isKnown: false, excesses: [], isAdapting: true } });
  expect(verificationLoadCheck.judge(evidence, 0)).toMatchObject({ found: [], rest: 'unknown' });
});
