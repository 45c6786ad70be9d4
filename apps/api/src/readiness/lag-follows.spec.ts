import type { ReplicaLag } from '@cutover/contracts';
import { allChecks } from '../../test/support/all-checks.js';
import { quiet } from '../../test/support/judged-evidence.js';
import { aLag, at, channel, someEvidence } from '../../test/support/some-evidence.js';
import { judge } from '../judgement/judge.js';

const late = { isOverThreshold: true, seconds: 900, atLeastSeconds: 900, transactionsBehind: '40' } as const;

/** What the two checks say of it, as it is shown. */
const said = (change: Partial<ReplicaLag>, ...ids: string[]) =>
  judge(allChecks('mariadb'), someEvidence({ lag: aLag({ ...late, ...change }) }), Date.parse(at), () => undefined)
    .filter(({ check }) => ids.includes(check.id))
    .map(({ check, state, own, findings }) => ({ id: check.id, state, own: own.length, action: findings[0]?.action }));

it.each<[string, Partial<ReplicaLag>, RegExp]>([
  [
    'broken',
    { state: 'broken', channels: [channel({ state: 'broken', applier: 'stopped' })] },
    /Mend replication first/,
  ],
  ['stopped', { state: 'stopped', channels: [channel({ state: 'stopped', applier: 'stopped' })] }, /Mend replication/],
  ['without a receiver', { channels: [channel({ receiver: 'connecting' })] }, /Mend replication first/],
  ['delayed on purpose', { channels: [channel({ delaySeconds: 3600 })] }, /Take the delay of replication away first/],
])('is no step of its own where the target is behind because replication is %s', (_, change, action) => {
  for (const one of said(change, 'lag-threshold', 'drain-time'))
    expect(one).toMatchObject({ state: 'unknown', own: 0, action: expect.stringMatching(action) });
  expect(quiet('lag_threshold', { lag: aLag({ ...late, ...change }) }, 'target')).toBe('explained');
});

it('is one where the target is further behind than its delay, or behind without any', () => {
  for (const change of [{ channels: [channel({ delaySeconds: 60 })] }, {}])
    expect(said(change, 'lag-threshold')).toMatchObject([{ state: 'fail', own: 1 }]);
});
