import type { ReplicaLag } from '@cutover/contracts';
import { aLag, at, someEvidence } from '../../../test/support/some-evidence.js';
import { drainSeconds, drainTimeCheck } from './drain-time.check.js';

const check = drainTimeCheck(60);
const behind = (change: Partial<ReplicaLag>) => someEvidence({ lag: aLag({ transactionsBehind: '900', ...change }) });
const outcomes = (change: Partial<ReplicaLag>): string[] => {
  const { found, rest } = check.judge(behind(change), Date.parse(at));
  return found.length > 0 ? found.map(({ outcome }) => outcome) : [rest];
};

it.each<[string, Partial<ReplicaLag>, string, number | null]>([
  ['nothing is behind', { transactionsBehind: '0' }, 'pass', 0],
  ['the target is caught up', { state: 'idle', transactionsBehind: null }, 'pass', 0],
  ['it catches up in time', { seconds: 40, predictedDrainSeconds: 50 }, 'pass', 40],
  ['it catches up too slowly', { seconds: 300, predictedDrainSeconds: 200 }, 'fail', 200],
  // Half a transaction a second more than is written: the prediction is of writes that go on.
  ['it keeps pace, with a prediction that is all noise', { seconds: 1, predictedDrainSeconds: 4000 }, 'pass', 1],
  ['it keeps pace, and nothing is predicted', { seconds: 1, predictedDrainSeconds: null }, 'pass', 1],
  ['it is behind and does not catch up', { seconds: 30, predictedDrainSeconds: null }, 'unknown', null],
  ['only the prediction is known', { seconds: null, predictedDrainSeconds: 61 }, 'fail', 61],
  ['nothing is known of how far it is behind', { seconds: null, atLeastSeconds: null }, 'unknown', null],
  ['the sample is stale', { isStale: true, seconds: 1 }, 'unknown', null],
  ['it applies nothing', { state: 'stopped', seconds: 1 }, 'unknown', null],
])('judges the time after a freeze where %s', (_, change, outcome, seconds) => {
  expect(outcomes(change)).toEqual([outcome]);
  expect(drainSeconds(behind(change))).toBe(seconds);
});

it('leaves it to the checks of the lag to say why nothing is known', () =>
  expect(check.judge(behind({ seconds: null, atLeastSeconds: null }), Date.parse(at)).found).toEqual([]));

it('says how long it would take, and what is allowed', () => {
  const [found] = check.judge(behind({ seconds: 300, predictedDrainSeconds: 200 }), Date.parse(at)).found;
  expect(found?.message).toContain('about 200 s');
  expect(found?.message).toContain('60 s are allowed');
});
