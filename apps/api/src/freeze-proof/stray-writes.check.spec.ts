import type { FreezeAftermath, WritesSince } from '@cutover/contracts';
import { aProof } from '../../test/support/a-freeze-proof.js';
import { at, someEvidence } from '../../test/support/some-evidence.js';
import { strayWritesCheck } from './stray-writes.check.js';

const none: WritesSince = {
  ...{ transactions: '0', isLowerBound: false, logBytes: '0', tables: [], isAllTables: true },
  ...{ sessions: null, firstSeenAt: null, lastKnown: null, reason: null },
};
const judge = (stray: Partial<WritesSince>, change: Partial<FreezeAftermath> = {}) => {
  const after = {
    isWatched: true,
    checkedAt: at,
    isSourceFrozen: true,
    frozenSeenAt: at,
    thawedAt: null,
    otherServer: null,
    strayWrites: { ...none, ...stray },
    rollbackLoss: none,
  };
  const proof = aProof({ state: 'passed', after: { ...after, ...change } });
  return strayWritesCheck.judge(someEvidence({ 'freeze-proof': proof }), Date.parse(at));
};

it('fails with what was written, where, and who is there', () => {
  const [found] = judge({
    transactions: '2',
    firstSeenAt: at,
    tables: ['shop.a'],
    sessions: ['app@10.0.0.1 (idle for 3 s)'],
  }).found;
  expect(found).toMatchObject({ outcome: 'fail', severity: 'CRITICAL', subject: 'source' });
  expect(found?.message).toBe(
    '2 transactions on the old source after it was proved frozen (shop.a); connected there: app@10.0.0.1 (idle for 3 s)',
  );
  expect(strayWritesCheck.blocks).toBe('never');
});

it('stays failed when the source cannot be read any more', () =>
  expect(judge({ transactions: null, firstSeenAt: at, reason: 'it is down' }).found).toMatchObject([
    { outcome: 'fail' },
  ]));

it('passes where nothing was written, and where nothing is watched', () => {
  expect(judge({})).toMatchObject({ found: [], rest: 'pass' });
  expect(judge({ transactions: '2', firstSeenAt: at }, { isWatched: false })).toMatchObject({
    found: [],
    rest: 'pass',
  });
  const begun = someEvidence({ 'freeze-proof': aProof() });
  expect(strayWritesCheck.judge(begun, 0)).toMatchObject({ found: [], rest: 'pass' });
});

it('says nothing before the first proof, and of one that is not watched: there is nothing to waive', () => {
  expect(strayWritesCheck.judge(someEvidence(), 0).notApplicable).toBe('No freeze proof was run yet');
  expect(judge({}, { isWatched: false }).notApplicable).toContain('is watched');
  expect(judge({}).notApplicable).toBeUndefined();
});

it('says of a look that failed what was last counted, and when', () => {
  const lastKnown = { transactions: '0', isLowerBound: false, at };
  const [found] = judge({ transactions: null, reason: 'it is down', lastKnown }).found;
  expect(found).toMatchObject({
    outcome: 'unknown',
    message: expect.stringContaining(`The last count was 0, at ${at}`),
  });
});

it('never takes unknown for good', () => {
  expect(judge({ transactions: null, reason: 'it is down' })).toMatchObject({
    rest: 'unknown',
    found: [{ outcome: 'unknown', message: expect.stringContaining('it is down') }],
  });
  expect(judge({ transactions: null, reason: 'not looked at yet' }, { checkedAt: null })).toMatchObject({
    rest: 'unknown',
    found: [],
  });
});
